package dev.ripcord.recover;

import dev.ripcord.recover.Restored.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How long a recovery will take, from those that were rehearsed: each stage is a fixed part and a
 * part per byte, fitted to what was measured at two sizes or more.
 *
 * @param duration of all stages together
 * @param projected whether it is a fit; else it is one measurement, at its own size
 * @param basis in words, with the sizes
 */
public record RecoveryProjection(Duration duration, boolean projected, String basis) {
  /** Sizes nearer to each other tell noise, not growth. */
  private static final double APART = 1.2;

  /**
   * Absent if nothing was measured that proved anything.
   *
   * @param all of one provider
   * @param size in bytes, for which it is wanted
   */
  public static Optional<RecoveryProjection> of(List<RecoveryTime> all, long size) {
    List<RecoveryTime> proven = all.stream().filter(RecoveryTime::proven).toList();
    if (proven.isEmpty()) {
      return Optional.empty();
    }
    Measured last = proven.getLast().measured();
    List<Measured> measured = proven.stream().map(RecoveryTime::measured).toList();
    if (!apart(measured, Measured::size)) {
      return Optional.of(
          new RecoveryProjection(
              last.total(),
              false,
              "on %s and %s of WAL, at %s; the live cluster has %s, and one size alone projects to no other"
                  .formatted(
                      bytes(last.size()), bytes(last.wal()), proven.getLast().at(), bytes(size))));
    }
    Duration duration = to(measured, size, last.wal());
    long smallest = measured.stream().mapToLong(Measured::size).min().orElseThrow();
    long largest = measured.stream().mapToLong(Measured::size).max().orElseThrow();
    return Optional.of(
        new RecoveryProjection(
            duration,
            true,
            "to %s and %s of WAL from %d rehearsals on %s to %s; the last took %s on %s"
                .formatted(
                    bytes(size),
                    bytes(last.wal()),
                    measured.size(),
                    bytes(smallest),
                    bytes(largest),
                    seconds(last.total()),
                    bytes(last.size()))));
  }

  /**
   * The fit itself.
   *
   * @param measured at two sizes at least
   * @param size of files, in bytes
   * @param wal to be replayed, in bytes
   */
  public static Duration to(List<Measured> measured, long size, long wal) {
    double files = fit(measured, Measured::size, Measured::files, size);
    double replay = fit(measured, Measured::wal, Measured::replay, wal);
    double answer = fit(measured, Measured::size, Measured::answer, size);
    return Duration.ofNanos(Math.round((files + replay + answer) * 1e9));
  }

  private static boolean apart(List<Measured> measured, ToLongFunction<Measured> by) {
    long smallest = measured.stream().mapToLong(by).min().orElseThrow();
    long largest = measured.stream().mapToLong(by).max().orElseThrow();
    return largest > smallest * APART;
  }

  /** Least squares; neither part is below zero, for more never takes less. */
  private static double fit(
      List<Measured> all,
      ToLongFunction<Measured> by,
      Function<Measured, Duration> stage,
      long wanted) {
    double meanX = all.stream().mapToLong(by).average().orElseThrow();
    double meanY =
        all.stream().mapToDouble(each -> inSeconds(stage.apply(each))).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double rawXy = 0;
    double rawXx = 0;
    for (Measured each : all) {
      double x = by.applyAsLong(each);
      double y = inSeconds(stage.apply(each));
      xy += (x - meanX) * (y - meanY);
      xx += (x - meanX) * (x - meanX);
      rawXy += x * y;
      rawXx += x * x;
    }
    if (!apart(all, by) || xy <= 0) {
      return meanY;
    }
    double slope = xy / xx;
    double fixed = meanY - slope * meanX;
    return fixed >= 0 ? fixed + slope * wanted : rawXy / rawXx * wanted;
  }

  private static double inSeconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Such as {@code 1.3 GB}, decimal. */
  static String bytes(long bytes) {
    return bytes >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", inSeconds(duration));
  }
}
