package dev.ripcord.migration;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How carefully the engine moves.
 *
 * @param lockTimeout how long one lock request may wait before it gives way, in the end
 * @param lockAttempts how often it is tried before the step counts as refused
 * @param batchTime what one backfill batch aims at, and how long a lock request waits at first
 * @param workers how many sessions walk a table at the same time; empty: as its size and the server
 *     allow
 * @param share how many percent of the time they work, together, while clients are active; the rest
 *     of it they rest
 * @param replicaLag a backfill rests while a replica is further behind than this
 */
public record Pace(
    Duration lockTimeout,
    int lockAttempts,
    Duration batchTime,
    OptionalInt workers,
    int share,
    Duration replicaLag) {
  /**
   * 500 ms, 20 attempts, batches of 100 ms: whoever queues behind one of our lock requests waits
   * half a second for it at most, and again when it is made again.
   */
  public static final Pace DEFAULT =
      new Pace(
          Duration.ofMillis(500),
          20,
          Duration.ofMillis(100),
          OptionalInt.empty(),
          25,
          Duration.ofSeconds(10));

  /** With as many workers, and as much consideration for others as by default. */
  public Pace(Duration lockTimeout, int lockAttempts, Duration batchTime) {
    this(
        lockTimeout,
        lockAttempts,
        batchTime,
        DEFAULT.workers(),
        DEFAULT.share(),
        DEFAULT.replicaLag());
  }

  /**
   * How long a lock request waits: as long as a batch is to take, twice as long each time it is
   * made again, and {@code lockTimeout} in the end.
   *
   * @param before how often it gave way before
   */
  public Duration patience(int before) {
    return before < earlyTries() ? batchTime.multipliedBy(1L << before) : lockTimeout;
  }

  /** How often a request gives way before it waits for {@code lockTimeout}; fewer than 64. */
  public int earlyTries() {
    int tries = 0;
    for (Duration each = batchTime; each.compareTo(lockTimeout) < 0; tries++) {
      each = each.multipliedBy(2);
    }
    return tries;
  }

  /** The same with so many workers. */
  public Pace withWorkers(int number) {
    return new Pace(
        lockTimeout, lockAttempts, batchTime, OptionalInt.of(number), share, replicaLag);
  }
}
