package dev.ripcord.metric;

import java.time.Instant;

/** Something that can be asked for a value. Safe for use by one thread at a time. */
public interface Source extends AutoCloseable {
  /**
   * The value just now, or why there is none. Never throws, and never takes longer than the timeout
   * of its metric and half a second.
   *
   * @param now by our clock
   */
  Reading read(Instant now);

  /** Ends a {@link #read} that is under way in another thread. Throws nothing. */
  default void giveUp() {}

  /** Lets go of what it holds, also while {@link #read} is under way. Throws nothing. */
  @Override
  default void close() {}
}
