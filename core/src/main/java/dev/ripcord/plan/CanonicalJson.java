package dev.ripcord.plan;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way in which ripcord writes JSON: keys in the order given, two blanks, LF on every
 * platform, decimals without exponents. The same tree is the same text.
 */
public final class CanonicalJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private CanonicalJson() {}

  /** The text of a tree, with a final line end. */
  public static String write(JsonNode tree) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withArrayIndenter(INDENTER).withObjectIndenter(INDENTER);
    return MAPPER.writer().with(printer).writeValueAsString(tree) + "\n";
  }

  /** The text of a tree on one line, without a line end. */
  public static String writeLine(JsonNode tree) {
    return MAPPER.writeValueAsString(tree);
  }

  /**
   * The tree of a text.
   *
   * @throws JacksonException if it is not JSON, names a key twice, or goes on after its end
   */
  public static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  /** Where in the text it went wrong; empty where a value in it is of another kind, if so. */
  public static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null ? "" : "in line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
  }
}
