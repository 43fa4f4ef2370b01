package dev.ripcord.metric;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a clock was set: it then says that another time has passed than has. One thread at a
 * time.
 */
public final class Steadiness {
  /** A clock that is put right little by little does not jump. */
  public static final Duration LEAST = Duration.ofSeconds(1);

  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private @Nullable Instant clock;
  private long nanos;

  /** How far the clock jumped since this was asked last; negative if back. */
  public Optional<Duration> jump(InstantSource source) {
    long passed = System.nanoTime();
    Instant now = source.instant();
    while (System.nanoTime() - passed > AT_ONCE.toNanos()) {
      // we were held up between the two
      passed = System.nanoTime();
      now = source.instant();
    }
    Instant before = clock;
    Duration off =
        before == null ? Duration.ZERO : Duration.between(before, now).minusNanos(passed - nanos);
    clock = now;
    nanos = passed;
    return off.abs().compareTo(LEAST) < 0 ? Optional.empty() : Optional.of(off);
  }
}
