package dev.ripcord.cli;

import java.time.Duration;
import java.util.Locale;

/** How numbers and durations are written for people. */
final class Words {
  private Words() {}

  /** Three leading digits at most, never rounded to nothing: {@code 0.4 ms}, {@code 12.3 s}. */
  static String of(Duration duration) {
    double milliseconds = duration.toNanos() / 1e6;
    if (milliseconds == 0) {
      return "0 ms";
    }
    if (milliseconds < 0.1) {
      return "<0.1 ms";
    }
    if (milliseconds < 10) {
      return String.format(Locale.ROOT, "%.1f ms", milliseconds);
    }
    if (milliseconds < 1000) {
      return String.format(Locale.ROOT, "%.0f ms", milliseconds);
    }
    if (duration.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", milliseconds / 1000);
    }
    return String.format(
        Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
  }

  /** With commas: {@code 12,345}. */
  static String of(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 step}, {@code 2 steps}. */
  static String count(long number, String thing) {
    return of(number) + " " + thing + (number == 1 ? "" : "s");
  }
}
