package dev.ripcord.execute;

import dev.ripcord.migration.Pace;
import java.time.Duration;

/**
 * Soon gives way, and comes back with more patience, up to the pace's: who holds the lock that we
 * wait for may be waiting for one that we have, or that we stand in line for, which {@code
 * deadlock_timeout} shows only after a second; most are done long before.
 */
final class GrowingLimit implements LockLimit {
  private final Pace pace;
  private int tries;

  GrowingLimit(Pace pace) {
    this.pace = pace;
  }

  @Override
  public Duration now() {
    return pace.patience(tries);
  }

  @Override
  public boolean early() {
    return tries < pace.earlyTries();
  }

  @Override
  public void gaveWay() {
    tries++;
  }

  /** What comes next is another request. */
  void granted() {
    tries = 0;
  }
}
