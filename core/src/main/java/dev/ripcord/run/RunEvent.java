package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import dev.ripcord.validate.Finding;
import java.time.Duration;

/** What happens in a run, for whoever looks on at the terminal that runs it. */
public sealed interface RunEvent {
  /** A unit begins. */
  record StepStarted(String unit, String title, boolean forward) implements RunEvent {}

  /**
   * A batch is committed, or a walk rests.
   *
   * @param percent of the walk's present pass, from 0 to 100
   * @param rows changed so far
   * @param rowsPerSecond since the walk began here
   * @param held why it goes slower than it could; may be empty
   */
  record Batch(String unit, int pass, int percent, long rows, long rowsPerSecond, String held)
      implements RunEvent {}

  /**
   * A pass of a walk is through, and the whole table is looked at for rows that are left, which
   * takes as long as to read it.
   */
  record Looking(String unit, int pass) implements RunEvent {}

  /** A lock was not to be had; the unit will be tried again. */
  record Blocked(String unit, int attempt, String blockers) implements RunEvent {}

  /** A unit is through. */
  record StepDone(String unit, String title, boolean forward, Duration took, long rows)
      implements RunEvent {}

  /** All steps of a phase are through. */
  record PhaseDone(Phase phase) implements RunEvent {}

  /** The run waits before a phase. */
  record Waiting(Phase before, String what) implements RunEvent {}

  /** It goes on. */
  record GateOpened(Phase before, String how) implements RunEvent {}

  /**
   * A hook ran.
   *
   * @param detail how it ended, in one line, without secrets
   */
  record HookRan(String when, String name, boolean succeeded, String detail) implements RunEvent {}

  /** A rollback begins. */
  record TurnedBack(String target, String why) implements RunEvent {}

  /**
   * Contract is rolled back: clients of the old shape are served again.
   *
   * @param since the rollback was asked for
   */
  record OldShapeServes(Duration since) implements RunEvent {}

  /** The connection to the server is lost; it is tried again. */
  record ConnectionLost(String message) implements RunEvent {}

  /**
   * A trigger says something else than before.
   *
   * @param verdict {@code healthy}, {@code breached}, {@code no-data}, {@code stale} or {@code
   *     source-down}
   * @param detail figures, in one line
   */
  record Judged(String trigger, boolean shadow, String verdict, String detail)
      implements RunEvent {}

  /**
   * People are called, or have answered.
   *
   * @param unacknowledged alerts that nobody has acknowledged yet
   * @param what changed, in one line
   */
  record Alerts(int unacknowledged, String what) implements RunEvent {}

  /** An item of the checklist after a rollback is looked at. */
  record Checking(int number, String title) implements RunEvent {}

  /** What came of it. */
  record Checked(Finding finding) implements RunEvent {}

  /** The journal was written to a file. */
  record Exported(String file) implements RunEvent {}

  /** Anything else worth knowing. */
  record Note(String text) implements RunEvent {}

  /** Is told of events, one at a time, on several threads. */
  interface Listener {
    /** It happened. */
    void event(RunEvent event);

    /** The same, told by one thread at a time. */
    static Listener inTurn(Listener listener) {
      Object turn = new Object();
      return event -> {
        synchronized (turn) {
          listener.event(event);
        }
      };
    }
  }
}
