package dev.ripcord.metric;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** What a source answered at one moment. */
public sealed interface Reading {
  /**
   * A number.
   *
   * @param at when the source measured it, by the source's clock
   * @param value finite
   */
  record Value(Instant at, double value) implements Reading {
    public Value {
      requireNonNull(at, "at is null");
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("the value is " + value + ", which is no number");
      }
    }
  }

  /**
   * There is nothing to measure just now, and that is all right: a run at a gate makes no progress.
   */
  record Idle(String why) implements Reading {}

  /** The source answered, without a usable value: empty, NaN, no row. */
  record NoData(String why) implements Reading {}

  /**
   * The source did not answer, or what it said is no answer.
   *
   * @param why one line, without secrets
   */
  record Down(String why) implements Reading {}
}
