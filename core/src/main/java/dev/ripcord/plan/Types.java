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
    return COMPARED_AS_IS.contains(plain(type).replaceAll("(\\[])+$", ""))
        ? value
        : "(" + value + ")::text";
  }

  /** Whether values of the type that are equal are the same. */
  static boolean comparedAsIs(String type) {
    return COMPARED_AS_IS.contains(plain(type));
  }

  private static String plain(String type) {
    return type.replaceAll("\\([0-9]+\\)", "");
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
    String lowest = lowest(type);
    String highest = highest(type);
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

  /** Whether it is certain that values of the type have a collation. */
  static boolean collatable(String type) {
    return Set.of("text", "character varying", "character").contains(TypeName.of(type).name());
  }

  /** The size of an integer type; 0 of all others. */
  static int bytes(String type) {
    return switch (TypeName.of(type).name()) {
      case "smallint" -> 2;
      case "integer" -> 4;
      case "bigint" -> 8;
      default -> 0;
    };
  }

  static String lowest(String integer) {
    return switch (TypeName.of(integer).name()) {
      case "smallint" -> "-32768";
      case "integer" -> "-2147483648";
      default -> "-9223372036854775808";
    };
  }

  static String highest(String integer) {
    return switch (TypeName.of(integer).name()) {
      case "smallint" -> "32767";
      case "integer" -> "2147483647";
      default -> "9223372036854775807";
    };
  }

  static boolean integer(String type) {
    return Set.of("smallint", "integer", "bigint").contains(type);
  }
}
