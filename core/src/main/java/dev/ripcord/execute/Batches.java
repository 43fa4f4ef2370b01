package dev.ripcord.execute;

import dev.ripcord.plan.Action;
import dev.ripcord.postgres.Session;
import java.time.Duration;

/** The batches of one pass. */
record Batches(LockPatience patience, Observer.Unit unit, Action.Walk walk, int pass) {
  /**
   * Takes one, in a transaction of the session: the batch and its place commit together or not at
   * all. Nobody needs to wait until they are on disk, here or on a standby: WAL is written in
   * order, so a server that crashes or is replaced loses the last batches together with their
   * places, and the walk finds them undone; the commit that journals the end of the walk waits for
   * all of them.
   */
  Stretch take(Session inside, Stretch stretch, long blocks) {
    patience.fence(inside);
    long high = Math.min(stretch.next() + blocks, stretch.end());
    String statement =
        walk.statement()
            .replace(Action.Walk.LOW, tid(stretch.next()))
            .replace(Action.Walk.HIGH, tid(high));
    Stretch after = stretch.after(high, inside.updatePlain(statement));
    Places.save(inside, unit.id(), pass, after);
    return after;
  }

  private static String tid(long block) {
    return "'(" + block + ",0)'::tid";
  }

  RunOutcome.Failed failed(String reason, java.util.List<String> details) {
    return new RunOutcome.Failed(unit.id(), unit.action().title(), reason, details);
  }

  /** The batch and its place are one transaction: whichever it was, a resumed walk is right. */
  RunOutcome.Broken brokenAtCommit() {
    return broken("the connection broke at the COMMIT of a batch: resume");
  }

  RunOutcome.Broken broken(String reason) {
    return new RunOutcome.Broken(unit.id(), unit.action().title(), reason);
  }

  /** How many blocks a batch of one worker has, so that it takes the time that it should. */
  static final class Size {
    private static final int FIRST = 16;
    private static final int MOST = 8_192;

    private int blocks = FIRST;

    int blocks() {
      return blocks;
    }

    void adapt(Duration took, Duration wanted) {
      double factor = (double) wanted.toNanos() / Math.max(1, took.toNanos());
      double bounded = Math.max(0.5, Math.min(2.0, factor));
      blocks = (int) Math.max(1, Math.min(MOST, Math.round(blocks * bounded)));
    }
  }
}
