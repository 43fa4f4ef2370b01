package dev.ripcord.recover;

import static dev.ripcord.plan.JsonFields.duration;
import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.seconds;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one rehearsal of a recovery found. A list of them, oldest first, is {@code recovery.json}.
 *
 * @param at when it began
 * @param migration by name
 * @param target in the words of {@link Target#words}
 * @param liveSize of the live cluster then, in bytes; of its database for dumps
 * @param reasons why it is no proof; empty if it is one
 * @param notes what else was seen
 * @param commands with which a person does the same
 */
public record RecoveryTime(
    Instant at,
    String migration,
    String provider,
    String location,
    String backup,
    String target,
    Restored.Measured measured,
    long liveSize,
    List<Validation> validations,
    List<String> reasons,
    List<String> notes,
    List<String> commands) {
  private static final String FORMAT = "ripcord-recovery/1";

  public RecoveryTime {
    validations = List.copyOf(validations);
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
    commands = List.copyOf(commands);
  }

  /**
   * One query on both sides.
   *
   * @param expected absent where nothing but the live side tells what is right
   * @param restored its value, or why it has none
   */
  public record Validation(
      String title, String query, Optional<String> expected, String restored, String live) {}

  /** Whether it was restored, started and validated. */
  public boolean proven() {
    return reasons.isEmpty();
  }

  /** As text of {@code recovery.json}. */
  public static String write(List<RecoveryTime> all) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    ArrayNode nodes = root.putArray("measurements");
    all.forEach(each -> each.write(nodes.addObject()));
    return CanonicalJson.write(root);
  }

  /** As one object of it. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    write(root);
    return CanonicalJson.write(root);
  }

  private void write(ObjectNode node) {
    node.put("at", at.toString());
    node.put("migration", migration);
    node.put("provider", provider);
    node.put("location", location);
    node.put("backup", backup);
    node.put("target", target);
    node.put("bytes", measured.size());
    node.put("walBytes", measured.wal());
    node.put("filesSeconds", seconds(measured.files()));
    node.put("replaySeconds", seconds(measured.replay()));
    node.put("answerSeconds", seconds(measured.answer()));
    node.put("liveBytes", liveSize);
    node.put("verdict", proven() ? "proven" : "not-proven");
    texts(node.putArray("reasons"), reasons);
    texts(node.putArray("notes"), notes);
    texts(node.putArray("commands"), commands);
    ArrayNode checks = node.putArray("validations");
    for (Validation validation : validations) {
      ObjectNode check = checks.addObject();
      check.put("title", validation.title());
      check.put("query", validation.query());
      validation.expected().ifPresent(value -> check.put("expected", value));
      check.put("restored", validation.restored());
      check.put("live", validation.live());
    }
  }

  private static void texts(ArrayNode node, List<String> texts) {
    texts.forEach(node::add);
  }

  /**
   * Reads what {@link #write(List)} wrote.
   *
   * @throws RipcordException if it is something else
   */
  public static List<RecoveryTime> read(String text) {
    try {
      JsonNode root = CanonicalJson.read(text);
      if (!text(root, "format").equals(FORMAT)) {
        throw new IllegalArgumentException("format " + text(root, "format"));
      }
      return list(root, "measurements", RecoveryTime::read);
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "no measurements of recovery (" + e.getMessage() + "), expected a recovery.json",
          e);
    }
  }

  private static RecoveryTime read(JsonNode node) {
    RecoveryTime read =
        new RecoveryTime(
            Instant.parse(text(node, "at")),
            text(node, "migration"),
            text(node, "provider"),
            text(node, "location"),
            text(node, "backup"),
            text(node, "target"),
            new Restored.Measured(
                number(node, "bytes"),
                number(node, "walBytes"),
                duration(node, "filesSeconds"),
                duration(node, "replaySeconds"),
                duration(node, "answerSeconds")),
            number(node, "liveBytes"),
            list(node, "validations", RecoveryTime::validation),
            list(node, "reasons", JsonNode::stringValue),
            list(node, "notes", JsonNode::stringValue),
            list(node, "commands", JsonNode::stringValue));
    if (read.proven() != need(node, "verdict").stringValue().equals("proven")) {
      throw new IllegalArgumentException("a verdict that its reasons do not bear out");
    }
    return read;
  }

  private static Validation validation(JsonNode node) {
    return new Validation(
        text(node, "title"),
        text(node, "query"),
        Optional.ofNullable(node.get("expected")).map(JsonNode::stringValue),
        text(node, "restored"),
        text(node, "live"));
  }
}
