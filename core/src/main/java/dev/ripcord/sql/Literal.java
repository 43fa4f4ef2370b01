package dev.ripcord.sql;

import org.jspecify.annotations.Nullable;

/** String constants in SQL. */
public final class Literal {
  private Literal() {}

  /**
   * A constant that means the same whatever {@code standard_conforming_strings} says.
   *
   * @param value null becomes NULL
   */
  public static String of(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    String doubled = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }
}
