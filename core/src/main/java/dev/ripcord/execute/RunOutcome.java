package dev.ripcord.execute;

import java.util.List;

/** How a stretch of steps ended. */
public sealed interface RunOutcome {
  /** All of them are through. */
  record Completed() implements RunOutcome {}

  /**
   * One of them is not through, those before it are; the journal knows.
   *
   * @param unit such as {@code expand-01/back-2}
   * @param title of the unit
   * @param reason in words
   * @param details such as who held a lock, or a query and its answer
   */
  record Failed(String unit, String title, String reason, List<String> details)
      implements RunOutcome {
    public Failed {
      details = List.copyOf(details);
    }
  }

  /**
   * The connection broke, or its lock was lost; the journal knows how far it got, and a new engine
   * can go on.
   *
   * @param unit such as {@code expand-01/back-2}
   * @param title of the unit
   * @param reason in words
   */
  record Broken(String unit, String title, String reason) implements RunOutcome {}

  /**
   * Nothing was tried.
   *
   * @param reason in words
   */
  record Refused(Cause cause, String reason) implements RunOutcome {
    /** For something that waiting does not change. */
    public Refused(String reason) {
      this(Cause.UNFIT, reason);
    }
  }

  /** Why nothing is tried. */
  enum Cause {
    /** Somebody else has the run. */
    BUSY,
    /** The way to the database, or what is in it. */
    UNFIT
  }
}
