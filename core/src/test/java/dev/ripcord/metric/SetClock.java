package dev.ripcord.metric;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of this machine, which somebody sets. */
public final class SetClock extends Clock {
  private volatile Duration off = Duration.ZERO;

  /** From now on it is off by so much. */
  public void off(Duration by) {
    off = by;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(off);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
