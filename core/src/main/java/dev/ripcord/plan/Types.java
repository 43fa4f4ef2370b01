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
   * An integer for the narrower type instead of an error, so that a write in the new shape is not
   * refused for the sake of the old one. What does not fit is NULL, or the nearest that fits where
   * there must be a value: else the row would stand in the way of every rollback.
   */
  static String narrowingInteger(String expression, String type, boolean notNull) {
    String lowest;
    String highest;
    switch (type) {
      case "smallint" -> {
        lowest = "-32768";
        highest = "32767";
      }
      case "integer" -> {
        lowest = "-2147483648";
        highest = "2147483647";
      }
      default -> {
        lowest = "-9223372036854775808";
        highest = "9223372036854775807";
      }
    }
    if (notNull) {
      String some = expression + " IS NOT NULL THEN ";
      return "CASE WHEN "
          + some
          + "least(greatest("
          + expression
          + ", "
          + lowest
          + "), "
          + highest
          + ") END";
    }
    return "CASE WHEN "
        + expression
        + " BETWEEN "
        + lowest
        + " AND "
        + highest
        + " THEN "
        + expression
        + " END";
  }

  static boolean integer(String type) {
    return Set.of("smallint", "integer", "bigint").contains(type);
  }
}
