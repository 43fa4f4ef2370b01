package dev.ripcord.execute;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Step;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Is told what the engine does, on the engine's thread. An exception from here stops the engine as
 * a kill would: the connection drops, nothing is tidied up.
 */
public interface Observer {
  /** Watches nothing. */
  Observer NONE = new Observer() {};

  /**
   * Whether it wants to know of locks what only a second session sees, from where somebody looks on
   * while a unit runs. Asked once, when the engine opens.
   */
  default boolean looksOn() {
    return true;
  }

  /** A unit is about to begin. */
  default void starting(Unit unit) {}

  /** A batch of a walk is committed, or it rests; then it is told so about once a second. */
  default void batch(Unit unit, Batch batch) {}

  /**
   * A pass of a walk is through, and the whole table is looked at for rows that are left: in one
   * statement, of which nothing is told before it ends.
   */
  default void looking(Unit unit, int pass) {}

  /** A lock was not to be had, and the unit will be tried again. */
  default void blocked(Unit unit, int attempt, String blockers) {}

  /** A unit is through and journalled. */
  default void finished(Unit unit, Measured measured) {}

  /** On the way back: all of {@code contract} is back that clients of the old shape wait for. */
  default void servesAgain() {}

  /**
   * @param id such as {@code expand-01/back-2}
   * @param number of the unit of the way back, from 1; 0 for the way forward
   */
  record Unit(Step step, String id, int number, Action action) {
    /** Whether it goes forward. */
    public boolean forward() {
      return number == 0;
    }
  }

  /**
   * @param pass from 1
   * @param block how many blocks of this pass are done
   * @param endBlock how many it has
   * @param changed rows so far
   * @param held why it goes slower than it could; may be empty
   */
  record Batch(int pass, long block, long endBlock, long changed, String held) {}

  /**
   * @param took wall time
   * @param changed rows that a walk changed
   * @param locks strongest lock per table that was seen held
   * @param care who waited for whom meanwhile
   */
  record Measured(Duration took, long changed, Map<String, LockMode> locks, LockCare care) {
    public Measured {
      locks = Map.copyOf(locks);
    }

    /** For the journal. */
    String inWords() {
      String rows = changed == 0 ? "" : String.format(Locale.ROOT, "; %,d rows", changed);
      return "took " + LockCare.words(took) + "; " + care.inWords() + rows;
    }
  }
}
