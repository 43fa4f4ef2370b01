package dev.ripcord.rehearse;

import dev.ripcord.migration.Phase;
import java.time.Duration;

/** Who watches a rehearsal. Events come from several threads; implementations are thread-safe. */
@FunctionalInterface
public interface Progress {
  /** Watches nothing. */
  Progress SILENT = event -> {};

  /** Something happened. Must return soon: the rehearsal waits. */
  void event(Event event);

  /** Which way a step goes. */
  enum Direction {
    FORWARD,
    BACK
  }

  /** What happened. */
  sealed interface Event {}

  /**
   * An activity began; it ends when the next one begins.
   *
   * @param what in the words of a sentence without a subject, such as {@code starting PostgreSQL
   *     18.6}
   * @param steps how many steps it has, or 0 if that is not known
   */
  record Started(String what, int steps) implements Event {}

  /**
   * Rows of a table were generated.
   *
   * @param table qualified and quoted
   * @param done so far in this table
   * @param total in this table
   */
  record RowsGenerated(String table, long done, long total) implements Event {}

  /**
   * A step began.
   *
   * @param rehearsed the phase whose rollback is being rehearsed
   * @param stepId such as {@code expand-02}
   * @param number of the step on this way, from 1
   * @param of how many steps this way has
   */
  record StepStarted(
      Phase rehearsed, Direction direction, String stepId, String title, int number, int of)
      implements Event {}

  /** A step ended well. */
  record StepDone(Phase rehearsed, Direction direction, String stepId, Duration took)
      implements Event {}

  /** The engine was killed in this step, on purpose, and will be resumed. */
  record Killed(Direction direction, String stepId) implements Event {}

  /**
   * What the writers did so far; comes about once a second.
   *
   * @param acknowledged writes in all
   * @param refused attempts in all
   */
  record WritesAcknowledged(long acknowledged, long refused) implements Event {}

  /** The database is being compared with its start and the ledger. */
  record Comparing(Phase rehearsed) implements Event {}

  /** A phase has its verdict. */
  record PhaseJudged(Proof.PhaseVerdict verdict) implements Event {}
}
