package dev.ripcord.workload;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting that an interrupt ends early. */
final class Pause {
  private Pause() {}

  static void millis(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
