package dev.ripcord.runbook;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The canonical form: keys in the order of the records, durations and instants as ISO 8601, what is
 * absent as null, lines end with a line feed on every system.
 */
public final class RunbookJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RunbookJson() {}

  /** The runbook as JSON; the same runbook is the same text. */
  public static String of(Runbook runbook) {
    return MAPPER.writeValueAsString(runbook) + "\n";
  }

  /**
   * Reads what {@link #of} wrote.
   *
   * @throws RipcordException if it is no runbook, or one of another format
   */
  public static Runbook read(String text) {
    Runbook runbook;
    try {
      runbook = MAPPER.readValue(text, Runbook.class);
    } catch (JacksonException e) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "not a runbook of ripcord: " + CanonicalJson.place(e) + e.getOriginalMessage(),
          e);
    }
    if (runbook == null) {
      throw new RipcordException(ProblemCode.INPUT, "not a runbook of ripcord: it is null");
    }
    if (runbook.format() != Runbook.FORMAT) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "a runbook of format " + runbook.format() + ", expected " + Runbook.FORMAT);
    }
    return runbook;
  }
}
