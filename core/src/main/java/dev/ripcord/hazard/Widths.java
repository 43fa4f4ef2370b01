package dev.ripcord.hazard;

import dev.ripcord.plan.TypeName;
import java.util.List;
import java.util.Set;

/** Which types hold what others hold. */
final class Widths {
  private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
  private static final Set<String> STRINGS = Set.of("text", "character varying", "character");
  private static final Set<String> REALS = Set.of("real", "double precision");

  private Widths() {}

  /**
   * Whether a value made of columns of these types may be more than a column of the old type holds.
   * Of what an expression does nothing is known but the columns in it: strings are taken to be
   * joined, other types to be taken over.
   */
  static boolean mayNotFit(List<TypeName> sources, TypeName old) {
    if (STRINGS.contains(old.name()) && !old.array()) {
      return !old.modifiers().isEmpty() && longest(sources) > length(old);
    }
    return sources.stream().anyMatch(source -> !holds(old, source));
  }

  /** In characters; strings without a limit are longer than any other. */
  private static long longest(List<TypeName> sources) {
    return sources.stream()
        .filter(source -> STRINGS.contains(source.name()))
        .mapToLong(Widths::length)
        .sum();
  }

  private static long length(TypeName type) {
    return type.modifiers().isEmpty()
        ? Integer.MAX_VALUE
        : Long.parseLong(type.modifiers().getFirst());
  }

  private static boolean holds(TypeName old, TypeName source) {
    if (old.array() != source.array() || STRINGS.contains(source.name())) {
      // an expression decides: a text that is looked into says nothing about the value
      return !old.name().equals(source.name()) || old.equals(source);
    }
    int oldRank = INTEGERS.indexOf(old.name());
    if (oldRank >= 0) {
      int rank = INTEGERS.indexOf(source.name());
      boolean other = source.name().equals("numeric") || REALS.contains(source.name());
      return rank >= 0 ? rank <= oldRank : !other;
    }
    return switch (old.name()) {
      case "numeric" -> numericHolds(old, source);
      case "real" -> !source.name().equals("double precision");
      case "date" -> !source.name().startsWith("timestamp");
      default -> !old.name().equals(source.name()) || precisionHolds(old, source);
    };
  }

  private static boolean numericHolds(TypeName old, TypeName source) {
    if (old.modifiers().isEmpty()) {
      return true;
    }
    if (!source.name().equals("numeric")) {
      return !INTEGERS.contains(source.name()) && !REALS.contains(source.name());
    }
    if (source.modifiers().isEmpty()) {
      return false;
    }
    int oldScale = Integer.parseInt(old.modifiers().get(1));
    int scale = Integer.parseInt(source.modifiers().get(1));
    int oldWhole = Integer.parseInt(old.modifiers().getFirst()) - oldScale;
    int whole = Integer.parseInt(source.modifiers().getFirst()) - scale;
    return scale <= oldScale && whole <= oldWhole;
  }

  /** Of timestamps and the like: as many digits of a second. */
  private static boolean precisionHolds(TypeName old, TypeName source) {
    return old.modifiers().isEmpty() || old.modifiers().equals(source.modifiers());
  }
}
