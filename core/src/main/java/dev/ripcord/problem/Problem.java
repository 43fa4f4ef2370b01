package dev.ripcord.problem;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One thing wrong with an input.
 *
 * @param what is wrong, starting in lower case, without a full stop
 * @param expected instead, likewise
 */
public record Problem(Place place, String what, String expected) {
  public Problem {
    requireNonNull(place, "place is null");
    requireNonNull(what, "what is null");
    requireNonNull(expected, "expected is null");
  }

  /**
   * {@code file:line:column: what is wrong, expected …}; what a terminal would obey, or turn round,
   * is shown by its number.
   */
  @Override
  public String toString() {
    return (place + ": " + what + ", expected " + expected)
        .codePoints()
        .mapToObj(Problem::visible)
        .collect(Collectors.joining());
  }

  private static String visible(int character) {
    boolean obeyed =
        (Character.isISOControl(character) && character != '\n' && character != '\t')
            || Character.getType(character) == Character.FORMAT;
    return obeyed
        ? String.format(Locale.ROOT, "\\u%04x", character)
        : Character.toString(character);
  }
}
