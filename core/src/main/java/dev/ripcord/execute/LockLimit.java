package dev.ripcord.execute;

import java.time.Duration;

/** How long a lock request may wait before it gives way. */
@FunctionalInterface
interface LockLimit {
  Duration now();

  /**
   * Whether it is as short as that because locks are held already: to give way then is no failed
   * attempt, and nothing to tell.
   */
  default boolean early() {
    return false;
  }

  /** It gave way, or could not be granted for another reason, and is made again. */
  default void gaveWay() {}
}
