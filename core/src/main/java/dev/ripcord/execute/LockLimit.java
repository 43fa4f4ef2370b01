package dev.ripcord.execute;

import java.time.Duration;

/** How long a lock request may wait before it gives way. */
@FunctionalInterface
interface LockLimit {
  Duration now();

  /** Whether it will wait longer later: to give way then is no failed attempt, nothing to tell. */
  default boolean early() {
    return false;
  }

  /** It gave way, or could not be granted for another reason, and is made again. */
  default void gaveWay() {}
}
