package dev.ripcord.plan;

import java.util.Set;

/** What the planner must know of data types. */
final class Types {
  /**
   * Types whose {@code =} is identity. All others are compared as text: boxes of equal area are
   * equal, 24 hours equal a day, 1.0 equals 1.00, citext ignores case, json has no equality.
   */
  private static final Set<String> COMPARED_AS_IS =
      Set.of(
          "smallint",
          "integer",
          "bigint",
          "real",
          "double precision",
          "boolean",
          "text",
          "uuid",
          "bytea",
          "date",
          "oid",
          "character varying",
          "character",
          "timestamp without time zone",
          "timestamp with time zone",
          "time without time zone",
          "timestamptz",
          "timestamp",
          "varchar",
          "int",
          "int4",
          "int8");

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
    String plain = type.replaceAll("(\\[])+$", "").replaceAll("\\([0-9]+\\)", "");
    return COMPARED_AS_IS.contains(plain) ? value : "(" + value + ")::text";
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
