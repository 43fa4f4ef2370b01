package dev.ripcord.migration;

import java.time.Duration;

/**
 * How carefully the engine moves.
 *
 * @param lockTimeout how long one lock request may wait before it gives way
 * @param lockAttempts how often it is tried before the step counts as refused
 * @param batchTime what one backfill batch aims at
 */
public record Pace(Duration lockTimeout, int lockAttempts, Duration batchTime) {
  /**
   * 500 ms, 20 attempts, batches of 100 ms: whoever queues behind one of our lock requests waits
   * half a second for it at most, and again when it is tried again.
   */
  public static final Pace DEFAULT = new Pace(Duration.ofMillis(500), 20, Duration.ofMillis(100));
}
