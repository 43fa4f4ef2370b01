package dev.ripcord.watch;

import java.time.Duration;

/**
 * What a trigger says at one moment: five distinct outcomes. The last three are blind. Blind is not
 * bad, and never healthy either.
 */
public sealed interface Verdict {
  /**
   * The condition does not hold, or not for long enough yet.
   *
   * @param detail such as {@code breached for 2 of 5 minutes}
   */
  record Healthy(String detail) implements Verdict {}

  /**
   * The condition holds.
   *
   * @param lasted how long it was seen to hold
   * @param detail metric, value, threshold and baseline
   */
  record Breached(Duration lasted, String detail) implements Verdict {}

  /** A source answers without a usable value, or a baseline is missing. */
  record NoData(String detail) implements Verdict {}

  /** The newest value is too old, or comes from the future. */
  record Stale(String detail) implements Verdict {}

  /** A source does not answer, or not in its language. */
  record SourceDown(String detail) implements Verdict {}

  /** In words, for a person. */
  String detail();

  /** Whether nothing can be said about the condition. */
  default boolean blind() {
    return switch (this) {
      case Healthy ignored -> false;
      case Breached ignored -> false;
      case NoData ignored -> true;
      case Stale ignored -> true;
      case SourceDown ignored -> true;
    };
  }
}
