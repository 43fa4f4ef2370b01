package dev.ripcord.metric;

import java.time.Duration;

/**
 * What a metric was before the migration.
 *
 * @param value after the floor
 * @param measured before the floor
 * @param samples how many
 * @param floored whether the floor decided
 */
public record Baseline(
    String metric, double value, double measured, int samples, Duration over, boolean floored) {}
