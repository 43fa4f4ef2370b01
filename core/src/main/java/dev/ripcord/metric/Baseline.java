package dev.ripcord.metric;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a metric was before the migration touched anything.
 *
 * @param value after the floor: what {@code baseline} stands for in a condition
 * @param measured before the floor
 * @param samples how many there were
 * @param over how long was measured
 * @param floored whether the floor decided
 */
public record Baseline(
    String metric, double value, double measured, int samples, Duration over, boolean floored) {
  public Baseline {
    requireNonNull(metric, "metric is null");
    requireNonNull(over, "over is null");
  }
}
