package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import dev.ripcord.validate.Finding;
import java.util.List;

/** How a run, or a rollback of one, ended. */
public sealed interface RunResult {
  /** All phases are through. */
  record Completed(List<String> notes) implements RunResult {
    public Completed {
      notes = List.copyOf(notes);
    }
  }

  /**
   * It went as far as it was told to.
   *
   * @param already whether it was there, or further, to begin with
   */
  record Reached(Phase phase, boolean already) implements RunResult {
    /** It went there now. */
    public Reached(Phase phase) {
      this(phase, false);
    }
  }

  /** It waits before a phase, and nobody waits with it: resumable. */
  record Held(Phase before, String what) implements RunResult {}

  /** A step is not through; those before it are: resumable, in both directions. */
  record Stuck(String unit, String title, String reason, List<String> details)
      implements RunResult {
    public Stuck {
      details = List.copyOf(details);
    }
  }

  /**
   * The way back is at its end.
   *
   * @param to the last phase that still stands; preparation stands for the start, where nothing is
   *     left
   * @param why it was rolled back
   * @param differences of the schema from the start, in words; empty if there are none
   */
  record RolledBack(Back to, String why, List<String> differences) implements RunResult {
    public RolledBack {
      differences = List.copyOf(differences);
    }
  }

  /**
   * The steps of the way back to the start are through, but checks of what it left failed: the run
   * stays in the database, and going on with it checks again.
   *
   * @param findings of all items, failed or not
   */
  record Unvalidated(List<Finding> findings) implements RunResult {
    public Unvalidated {
      findings = List.copyOf(findings);
    }
  }

  /**
   * The way back is given up; nothing of the run remains but the values kept for people.
   *
   * @param journal the file into which the journal was written
   */
  record Ended(String journal) implements RunResult {}

  /** Somebody else's controller has the run. */
  record Busy(String holder) implements RunResult {}

  /** Nothing was tried. */
  record Refused(List<String> reasons) implements RunResult {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
