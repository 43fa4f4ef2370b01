package dev.ripcord.plan;

import java.util.Set;

/** What the planner must know of data types. */
final class Types {
  /**
   * Types without an equality operator, or whose {@code =} is not identity (boxes of equal area are
   * equal); compared as text.
   */
  private static final Set<String> COMPARED_AS_TEXT =
      Set.of(
          "json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle", "jsonpath");

  private Types() {}

  /** A condition that is true when the two values of the type differ, NULL being a value. */
  static String distinct(String one, String other, String type) {
    return compared(one, type) + " IS DISTINCT FROM " + compared(other, type);
  }

  /** The negation of {@link #distinct}. */
  static String same(String one, String other, String type) {
    return compared(one, type) + " IS NOT DISTINCT FROM " + compared(other, type);
  }

  private static String compared(String value, String type) {
    String element = type.replaceAll("(\\[])+$", "");
    return COMPARED_AS_TEXT.contains(element) ? "(" + value + ")::text" : value;
  }

  /**
   * The cast of a value to a type, explicit: text that is too long is cut, as the SQL standard has
   * it for explicit casts.
   */
  static String cast(String expression, String type) {
    return "CAST((" + expression + ") AS " + type + ")";
  }

  /**
   * An integer cast that yields NULL instead of an error for what the narrower type cannot hold, so
   * that a write in the new shape is not refused for the sake of the old one.
   */
  static String narrowingInteger(String expression, String type) {
    String bounds =
        switch (type) {
          case "smallint" -> "-32768 AND 32767";
          case "integer" -> "-2147483648 AND 2147483647";
          default -> "-9223372036854775808 AND 9223372036854775807";
        };
    return "CASE WHEN " + expression + " BETWEEN " + bounds + " THEN " + expression + " END";
  }

  static boolean integer(String type) {
    return Set.of("smallint", "integer", "bigint").contains(type);
  }
}
