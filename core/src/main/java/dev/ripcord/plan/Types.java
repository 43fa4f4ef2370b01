package dev.ripcord.plan;

import java.util.Set;

/** What the planner must know of data types. */
final class Types {
  /** Types whose {@code =} is identity, unless a collation says otherwise. */
  private static final Set<String> COMPARED_AS_IS =
      Set.of(
          "smallint",
          "integer",
          "bigint",
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
