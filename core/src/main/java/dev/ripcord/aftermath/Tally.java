package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Marks.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long was really watched after a rollback. What counts is the time since the last breach in
 * which every trigger that is watched could be judged; two that watch at once count once.
 *
 * @param good what counts
 * @param gap time between the rollback, or the last breach, and the end of the watch that does not
 * @param breach the last one
 */
record Tally(Duration good, Duration gap, Optional<Breach> breach) {
  /** The last one. */
  record Breach(Instant at, String words) {}

  static Tally of(List<Stretch> stretches, Instant over) {
    Optional<Breach> breach =
        stretches.stream()
            .filter(stretch -> !stretch.breaches().isEmpty())
            .max(Comparator.comparing(Stretch::until))
            .map(stretch -> new Breach(stretch.until(), String.join("; ", stretch.breaches())));
    Instant from = breach.map(Breach::at).orElse(over);
    Duration good = Duration.ZERO;
    Instant covered = from;
    for (Stretch stretch :
        stretches.stream()
            .filter(Stretch::good)
            .sorted(Comparator.comparing(Stretch::from))
            .toList()) {
      Instant begin = stretch.from().isAfter(covered) ? stretch.from() : covered;
      if (stretch.until().isAfter(begin)) {
        good = good.plus(Duration.between(begin, stretch.until()));
        covered = stretch.until();
      }
    }
    Instant end = stretches.stream().map(Stretch::until).max(Instant::compareTo).orElse(from);
    Duration whole = end.isAfter(from) ? Duration.between(from, end) : Duration.ZERO;
    return new Tally(good, whole.minus(good), breach);
  }
}
