package dev.ripcord.benchmarks;

import java.util.Locale;
import java.util.Optional;

/**
 * One figure beside what is promised.
 *
 * @param what in a few words
 * @param value a ratio of two measurements of the same run, or seconds
 * @param unit {@code ×} or {@code s}; empty for a number of things
 * @param promise absent for a figure that only explains another
 */
record Result(String what, double value, String unit, Optional<Promise> promise) {
  /**
   * What the figure must keep to.
   *
   * @param atMost whether it is an upper bound, else a lower one
   */
  record Promise(boolean atMost, double bound) {
    boolean kept(double value) {
      return atMost ? value <= bound : value >= bound;
    }
  }

  static Result ratio(String what, double one, double other, Promise promise) {
    return new Result(what, one / other, "×", Optional.of(promise));
  }

  /** A ratio that explains the one before. */
  static Result reference(String what, double one, double other) {
    return new Result(what, one / other, "×", Optional.empty());
  }

  static Result seconds(String what, double seconds, Promise promise) {
    return new Result(what, seconds, "s", Optional.of(promise));
  }

  /** Seconds that explain the figure before. */
  static Result plain(String what, double seconds) {
    return new Result(what, seconds, "s", Optional.empty());
  }

  /** How many; explains the figure before. */
  static Result count(String what, long number) {
    return new Result(what, number, "", Optional.empty());
  }

  static Promise atMost(double bound) {
    return new Promise(true, bound);
  }

  static Promise atLeast(double bound) {
    return new Promise(false, bound);
  }

  boolean kept() {
    return promise.isEmpty() || promise.get().kept(value);
  }

  /** A row of a Markdown table. */
  String row() {
    String figure =
        String.format(
            Locale.ROOT, "| %s | " + (value < 0.1 ? "%.3f" : "%.2f") + " %s |", what, value, unit);
    if (unit.isEmpty()) {
      return String.format(Locale.ROOT, "| %s | %,.0f | | |", what, value);
    }
    if (promise.isEmpty()) {
      return figure + " | |";
    }
    String sign = promise.get().atMost() ? "≤" : "≥";
    return figure
        + String.format(Locale.ROOT, " %s %.2f %s", sign, promise.get().bound(), unit)
        + (kept() ? " | yes |" : " | **no** |");
  }
}
