package dev.ripcord.exchange;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
public interface Pause {
  /** Returns when the time is over. */
  void sleep(Duration time) throws InterruptedException;
}
