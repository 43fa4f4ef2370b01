package dev.ripcord.execute;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a unit took, as its entry in the journal tells: rounded as it was written there.
 *
 * @param took wall time
 * @param waited the longest that it waited for one lock
 * @param stalled the longest that anybody waited behind it
 * @param rows that a walk changed
 */
public record Told(Duration took, Duration waited, Duration stalled, long rows) {
  private static final String TIME = "([0-9.]+) (ms|s)";
  private static final Pattern TOOK = Pattern.compile("^took " + TIME + ";");
  private static final Pattern WAITED = Pattern.compile("; waited " + TIME + " for a lock");
  private static final Pattern STALLED = Pattern.compile("; held others up " + TIME + " at most");
  private static final Pattern ROWS = Pattern.compile("; ([0-9,]+) rows$");

  /** Reads what {@link Observer.Measured#inWords} wrote; absent if it is something else. */
  public static Optional<Told> read(String words) {
    Matcher took = TOOK.matcher(words);
    if (!took.find()) {
      return Optional.empty();
    }
    Matcher rows = ROWS.matcher(words);
    return Optional.of(
        new Told(
            time(took),
            time(WAITED, words),
            time(STALLED, words),
            rows.find() ? Long.parseLong(rows.group(1).replace(",", "")) : 0));
  }

  private static Duration time(Pattern pattern, String words) {
    Matcher found = pattern.matcher(words);
    return found.find() ? time(found) : Duration.ZERO;
  }

  private static Duration time(Matcher found) {
    double number = Double.parseDouble(found.group(1));
    return Duration.ofMillis(Math.round(found.group(2).equals("s") ? number * 1000 : number));
  }
}
