package dev.ripcord.runbook;

import java.time.Duration;
import java.util.Locale;

/** How durations, counts and titles read. */
final class Words {
  private Words() {}

  /** Without line breaks, for titles and fields. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Such as {@code 20,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 1 step} and {@code 2 steps}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Such as {@code 240 ms}, {@code 1.2 s}, {@code 14 min 5 s}, {@code 2 h 5 min}. */
  static String duration(Duration duration) {
    long milliseconds = duration.toMillis();
    if (milliseconds < 1) {
      return duration.isZero() ? "0 ms" : "less than 1 ms";
    }
    if (milliseconds < 1000) {
      return milliseconds + " ms";
    }
    if (milliseconds < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", Math.floor(milliseconds / 100.0) / 10);
    }
    if (milliseconds < 3_600_000) {
      return milliseconds / 60_000 + " min " + milliseconds / 1000 % 60 + " s";
    }
    return milliseconds / 3_600_000 + " h " + milliseconds / 60_000 % 60 + " min";
  }

  /** As the reference prints it: {@code 5 minutes}; seconds where minutes do not fit. */
  static String minutes(Duration duration) {
    return duration.toSecondsPart() == 0
        ? duration.toMinutes() + " minutes"
        : duration.toSeconds() + " seconds";
  }
}
