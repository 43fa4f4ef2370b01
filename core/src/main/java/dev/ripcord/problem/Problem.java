package dev.ripcord.problem;

import static java.util.Objects.requireNonNull;

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

  /** {@code file:line:column: what is wrong, expected …}. */
  @Override
  public String toString() {
    return place + ": " + what + ", expected " + expected;
  }
}
