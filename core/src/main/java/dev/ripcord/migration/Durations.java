package dev.ripcord.migration;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 5 minutes}, {@code 500ms}, {@code 1h 30m}. */
public final class Durations {
  static final String EXPECTED = "a duration such as 5 minutes, 30s or 500ms";

  private static final Pattern PART = Pattern.compile("(\\d{1,9}) ?([a-z]+)");
  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("ms", Duration.ofMillis(1)),
          Map.entry("millisecond", Duration.ofMillis(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("sec", Duration.ofSeconds(1)),
          Map.entry("second", Duration.ofSeconds(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("min", Duration.ofMinutes(1)),
          Map.entry("minute", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("hour", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("day", Duration.ofDays(1)));

  private Durations() {}

  /** Such as {@code 1h 30m}; reads as the same duration again, if it is whole in milliseconds. */
  static String brief(Duration duration) {
    StringJoiner parts = new StringJoiner(" ");
    part(parts, duration.toDaysPart(), "d");
    part(parts, duration.toHoursPart(), "h");
    part(parts, duration.toMinutesPart(), "m");
    part(parts, duration.toSecondsPart(), "s");
    part(parts, duration.toMillisPart(), "ms");
    return parts.length() == 0 ? "0" : parts.toString();
  }

  private static void part(StringJoiner parts, long number, String unit) {
    if (number > 0) {
      parts.add(number + unit);
    }
  }

  public static Optional<Duration> parse(String text) {
    String rest = text.strip().toLowerCase(Locale.ROOT);
    if (rest.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(rest);
    int at = 0;
    while (at < rest.length() && part.find(at) && part.start() == at) {
      String unit = part.group(2);
      Duration one = UNITS.get(unit);
      if (one == null && unit.endsWith("s")) {
        one = UNITS.get(unit.substring(0, unit.length() - 1));
      }
      if (one == null) {
        return Optional.empty();
      }
      sum = sum.plus(one.multipliedBy(Long.parseLong(part.group(1))));
      at = part.end();
      while (at < rest.length() && rest.charAt(at) == ' ') {
        at++;
      }
    }
    return at == rest.length() && at > 0 ? Optional.of(sum) : Optional.empty();
  }
}
