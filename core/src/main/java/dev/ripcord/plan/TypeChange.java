package dev.ripcord.plan;

import java.util.List;
import java.util.Set;

/** What PostgreSQL does to a table when a column's type changes. */
public final class TypeChange {
  /** Their one modifier is a length or a precision, and a greater one needs no new values. */
  private static final Set<String> GROWING =
      Set.of(
          "character varying",
          "bit varying",
          "timestamp without time zone",
          "timestamp with time zone",
          "time without time zone",
          "time with time zone");

  private TypeChange() {}

  /**
   * Whether rows are written anew: not when the old type is binary coercible to the new one, nor
   * when only a limit is lifted.
   */
  public static boolean rewrites(TypeName before, TypeName after) {
    if (before.equals(after)) {
      return false;
    }
    if (before.array() || after.array()) {
      return true;
    }
    if (!before.name().equals(after.name())) {
      return !coercible(before, after);
    }
    if (GROWING.contains(before.name())) {
      return !grows(before.modifiers(), after.modifiers(), 0);
    }
    return !before.name().equals("numeric") || !numericGrows(before, after);
  }

  private static boolean coercible(TypeName before, TypeName after) {
    boolean unlimited = after.modifiers().isEmpty();
    return switch (before.name()) {
      case "character varying" -> after.name().equals("text");
      case "text" -> after.name().equals("character varying") && unlimited;
      case "cidr" -> after.name().equals("inet");
      default -> false;
    };
  }

  private static boolean numericGrows(TypeName before, TypeName after) {
    boolean sameScale =
        before.modifiers().size() == 2
            && after.modifiers().size() == 2
            && before.modifiers().get(1).equals(after.modifiers().get(1));
    return after.modifiers().isEmpty()
        || (sameScale && grows(before.modifiers(), after.modifiers(), 0));
  }

  private static boolean grows(List<String> before, List<String> after, int which) {
    return after.isEmpty()
        || (!before.isEmpty()
            && Integer.parseInt(before.get(which)) <= Integer.parseInt(after.get(which)));
  }
}
