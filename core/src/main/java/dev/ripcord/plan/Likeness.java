package dev.ripcord.plan;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;

/**
 * Whether two values are the same, which is more than equal: a write of {@code Bob} over {@code
 * bob} is a change, whatever the collation says.
 *
 * @param byBytes texts may meet a collation that takes different ones for equal ({@code
 *     deterministic = false}, section 23.2.2.4 of the manual); a collation spreads from a column to
 *     the expressions over it, so one such column concerns the whole table
 */
record Likeness(boolean byBytes) {
  /** Where no such collation is let in. */
  static final Likeness PLAIN = new Likeness(false);

  /**
   * For functions that compare: points, domains over floats, rows and ranges with floats in them
   * are compared as text, which a client's own setting would round.
   */
  static final String SETTING = " SET extra_float_digits = 1";

  /** Deterministic, and in every database. */
  private static final String BYTES = " COLLATE pg_catalog.\"C\"";

  static Likeness of(Snapshot.Table table) {
    return new Likeness(!table.columns().stream().allMatch(Snapshot.Column::deterministic));
  }

  /** One of the ways to write that two values of a type differ. */
  interface Distinct {
    String of(String one, String other, String type);
  }

  /** A condition that is true when the two values of the type differ, NULL being a value. */
  String distinct(String one, String other, String type) {
    return compared(" IS DISTINCT FROM ", one, other, type);
  }

  /**
   * {@link #distinct} for a type that is {@link Types#comparedAsIs}, whatever the {@code
   * search_path}: {@code IS DISTINCT FROM} takes the first {@code =} on it, and says not which.
   */
  String distinctAnywhere(String one, String other, String type) {
    boolean bytes = byBytes || namesCollation(one) || namesCollation(other);
    return "NOT coalesce(%s OPERATOR(pg_catalog.=) %s, %s IS NULL AND %s IS NULL)"
        .formatted(exact(one, type, bytes), exact(other, type, bytes), one, other);
  }

  /** The negation of {@link #distinct}. */
  String same(String one, String other, String type) {
    return compared(" IS NOT DISTINCT FROM ", one, other, type);
  }

  private String compared(String operator, String one, String other, String type) {
    boolean bytes = byBytes || namesCollation(one) || namesCollation(other);
    return exact(one, type, bytes) + operator + exact(other, type, bytes);
  }

  /**
   * The value as something of which equal is the same. Most types are compared as text: boxes of
   * equal area are equal, 24 hours equal a day, 1.0 equals 1.00, citext ignores case, json has no
   * equality. As text, floats would depend on the client's {@code extra_float_digits}, and {@code
   * bpchar} loses its blanks; 0 equals -0.
   */
  private static String exact(String value, String type, boolean bytes) {
    TypeName name = TypeName.of(type);
    return switch (name.name()) {
      case "real" -> sent(name.array() ? "array" : "float4", value);
      case "double precision" -> sent(name.array() ? "array" : "float8", value);
      case "character" -> {
        boolean padded = !name.modifiers().isEmpty();
        yield padded || name.array() ? text(value, type, bytes) : sent("bpchar", value);
      }
      default -> text(value, type, bytes);
    };
  }

  private static String text(String value, String type, boolean bytes) {
    if (!Types.comparedAsIs(type.replaceAll("(\\[])+$", ""))) {
      return "(" + value + ")::text" + BYTES;
    }
    return bytes && Types.collatable(type) ? "(" + value + ")" + BYTES : value;
  }

  private static String sent(String type, String value) {
    return "pg_catalog." + type + (type.equals("array") ? "_send(" : "send(") + value + ")";
  }

  private static boolean namesCollation(String expression) {
    return SqlTokens.significant(expression).stream().anyMatch(Likeness::isCollate);
  }

  private static boolean isCollate(Token token) {
    return token.isWord("collate");
  }
}
