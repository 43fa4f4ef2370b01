package dev.ripcord.benchmarks;

import java.util.Locale;

/**
 * One figure beside what is promised.
 *
 * @param what in a few words
 * @param value a ratio of two measurements of the same run, or seconds
 * @param unit {@code ×} or {@code s}
 */
record Result(String what, double value, String unit, Promise promise) {
  /**
   * What the figure must keep to.
   *
   * @param atMost whether it is an upper bound, else a lower one
   */
  record Promise(boolean atMost, double bound) {}

  static Result ratio(String what, double one, double other, Promise promise) {
    return new Result(what, one / other, "×", promise);
  }

  static Promise atMost(double bound) {
    return new Promise(true, bound);
  }

  static Promise atLeast(double bound) {
    return new Promise(false, bound);
  }

  boolean kept() {
    return promise.atMost() ? value <= promise.bound() : value >= promise.bound();
  }

  /** A row of a Markdown table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f %s | %s %.2f %s | %s |",
        what,
        value,
        unit,
        promise.atMost() ? "≤" : "≥",
        promise.bound(),
        unit,
        kept() ? "yes" : "**no**");
  }
}
