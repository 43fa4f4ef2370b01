package dev.ripcord.watch;

import java.time.Duration;
import java.util.Map;

/**
 * How much must be seen before something is believed.
 *
 * @param staleAfter the age at which a value says nothing any more
 * @param minimumSamples how many samples a window with {@code for} needs
 * @param staleAfterOf metrics that have an age of their own
 */
public record Limits(Duration staleAfter, int minimumSamples, Map<String, Duration> staleAfterOf) {
  public static final Limits DEFAULT = of(Duration.ofSeconds(60), 3);

  public Limits {
    staleAfterOf = Map.copyOf(staleAfterOf);
    if (minimumSamples < 1) {
      throw new IllegalArgumentException("a window needs at least one sample");
    }
  }

  /** The same for all metrics. */
  public static Limits of(Duration staleAfter, int minimumSamples) {
    return new Limits(staleAfter, minimumSamples, Map.of());
  }

  /** The age at which a value of this metric says nothing any more. */
  public Duration staleAfter(String metric) {
    return staleAfterOf.getOrDefault(metric, staleAfter);
  }
}
