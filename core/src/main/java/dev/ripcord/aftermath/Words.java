package dev.ripcord.aftermath;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and numbers as reports have them. */
final class Words {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Words() {}

  /** In UTC, to the second. */
  static String of(Instant at) {
    return AT.format(at);
  }

  /** Such as {@code 12 ms}, {@code 3.4 s}, {@code 2 min 05 s} or {@code 23 h 40 min}. */
  static String of(Duration time) {
    long millis = time.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (time.compareTo(Duration.ofHours(1)) < 0) {
      return String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
    }
    Duration whole = time.truncatedTo(ChronoUnit.MINUTES);
    return whole.toMinutesPart() == 0
        ? whole.toHours() + " h"
        : whole.toHours() + " h " + whole.toMinutesPart() + " min";
  }

  static String of(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String count(long number, String thing) {
    return of(number) + " " + thing + (number == 1 ? "" : "s");
  }
}
