package dev.ripcord.metric;

import java.time.Instant;

/** What a source answered at one moment. */
public sealed interface Reading {
  /**
   * @param at when the source measured it, by the source's clock
   * @param value finite
   */
  record Value(Instant at, double value) implements Reading {}

  /**
   * There is nothing to measure just now, and that is all right: a run at a gate makes no progress.
   */
  record Idle(String why) implements Reading {}

  /** The source answered, without a usable value: empty, NaN, no row. */
  record NoData(String why) implements Reading {}

  /** The source did not answer, or what it said is no answer. Redacted text, one line. */
  record Down(String why) implements Reading {}
}
