package dev.ripcord.plan;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * The cast from a new type to the old one, made so that it fails for no value: where it failed, a
 * client's write would be refused for the sake of the old type, or a rollback would stop at a row.
 */
final class CastBack {
  private static final Set<String> TEXTS =
      Set.of("text", "character varying", "character", "name", "citext");
  private static final Set<String> NUMBERS =
      Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");
  private static final Set<String> MOMENTS =
      Set.of("date", "timestamp without time zone", "timestamp with time zone");
  private static final Set<String> ADDRESSES = Set.of("inet", "cidr");
  private static final Set<String> BITS = Set.of("bit", "bit varying");

  private CastBack() {}

  /**
   * The value for the old type; empty when a value of the new type could make the cast fail.
   *
   * @param value of the new type
   * @param key whether it is part of a key: what does not fit must then not become equal to another
   *     value, and is refused instead
   */
  static Optional<String> of(
      String value, String oldType, String newType, boolean notNull, boolean key) {
    TypeName old = TypeName.of(oldType);
    TypeName fresh = TypeName.of(newType);
    if (old.array() || fresh.array()) {
      return old.array() == fresh.array() && old.name().equals(fresh.name()) && !bounded(old)
          ? Optional.of(value)
          : Optional.empty();
    }
    if (TEXTS.contains(old.name())) {
      return Optional.of(value);
    }
    if (NUMBERS.contains(old.name()) && NUMBERS.contains(fresh.name())) {
      return number(value, old, fresh, notNull, key);
    }
    boolean total =
        old.name().equals(fresh.name())
            || both(MOMENTS, old, fresh)
            || both(ADDRESSES, old, fresh)
            || both(BITS, old, fresh)
            || (old.name().equals("json") && fresh.name().equals("jsonb"))
            || (old.name().equals("boolean") && fresh.name().equals("integer"));
    return total ? Optional.of(value) : Optional.empty();
  }

  private static boolean both(Set<String> family, TypeName one, TypeName other) {
    return family.contains(one.name()) && family.contains(other.name());
  }

  private static boolean bounded(TypeName type) {
    return type.name().equals("numeric") && !type.modifiers().isEmpty();
  }

  private static Optional<String> number(
      String value, TypeName old, TypeName fresh, boolean notNull, boolean key) {
    if (Types.integer(old.name())) {
      return Optional.of(key ? value : Types.narrowingInteger(value, old.name(), notNull));
    }
    if (bounded(old)) {
      return Optional.of(key ? value : narrowingNumeric(value, old, notNull));
    }
    boolean floating = old.name().equals("real") || old.name().equals("double precision");
    boolean fits =
        !floating
            || old.name().equals(fresh.name())
            || (old.name().equals("double precision") && !fresh.name().equals("numeric"));
    return fits ? Optional.of(value) : Optional.empty();
  }

  /** NaN fits every numeric; infinity none that is bounded (section 8.1.2 of the manual). */
  private static String narrowingNumeric(String value, TypeName type, boolean notNull) {
    int precision = Integer.parseInt(type.modifiers().get(0));
    int scale = Integer.parseInt(type.modifiers().get(1));
    String highest =
        BigDecimal.ONE
            .scaleByPowerOfTen(precision - scale)
            .subtract(BigDecimal.ONE.scaleByPowerOfTen(-scale))
            .toPlainString();
    String number = "(" + value + ")::numeric";
    String rounded = "round(" + number + ", " + scale + ")";
    String outside =
        notNull
            ? "CASE WHEN " + number + " > 0 THEN " + highest + " ELSE -" + highest + " END"
            : "NULL";
    return "CASE WHEN "
        + number
        + " = 'NaN' OR "
        + rounded
        + " BETWEEN -"
        + highest
        + " AND "
        + highest
        + " THEN "
        + number
        + " WHEN "
        + value
        + " IS NOT NULL THEN "
        + outside
        + " END";
  }
}
