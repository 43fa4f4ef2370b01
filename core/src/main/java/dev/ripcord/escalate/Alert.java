package dev.ripcord.escalate;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that people must know of, until it is over.
 *
 * @param id small, from 1, in the order of the run
 * @param resolvedAt when it was over
 */
public record Alert(
    long id,
    Cause cause,
    Level level,
    Clock clock,
    Optional<Acknowledged> acknowledged,
    Optional<Instant> resolvedAt) {

  /**
   * What it is about.
   *
   * @param name of the trigger, source, check, step or phase
   * @param phase of the migration, empty if none
   * @param seen what was seen: value, threshold, baseline
   * @param doing what ripcord does now
   */
  public record Cause(Event.Kind kind, String name, String phase, String seen, String doing) {
    /** Such as {@code trigger error_rate_spike}. */
    public String subject() {
      return kind.words() + " " + name;
    }
  }

  /**
   * Its times.
   *
   * @param levelSince when it came to its level
   * @param askedAt when people were last asked to acknowledge it
   */
  public record Clock(Instant raisedAt, Instant levelSince, Instant askedAt) {}

  /** Somebody has it. */
  public record Acknowledged(String by, Instant at) {}

  /** It is not over. */
  public boolean open() {
    return resolvedAt.isEmpty();
  }

  /** It is not over, and nobody has it. */
  public boolean waiting() {
    return open() && acknowledged.isEmpty();
  }

  boolean isOf(Event event) {
    return cause.kind() == event.kind() && cause.name().equals(event.name());
  }

  Alert asked(Instant now) {
    return new Alert(
        id,
        cause,
        level,
        new Clock(clock.raisedAt(), clock.levelSince(), now),
        acknowledged,
        resolvedAt);
  }

  /** What was acknowledged at a lower level must be acknowledged again. */
  Alert at(Level higher, Cause why, Instant now) {
    return new Alert(
        id, why, higher, new Clock(clock.raisedAt(), now, now), Optional.empty(), resolvedAt);
  }

  Alert acknowledged(String by, Instant now) {
    return new Alert(id, cause, level, clock, Optional.of(new Acknowledged(by, now)), resolvedAt);
  }

  Alert resolved(Instant now) {
    return new Alert(id, cause, level, clock, acknowledged, Optional.of(now));
  }
}
