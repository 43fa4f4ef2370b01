package dev.ripcord.execute;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.postgres.Session;
import java.time.Duration;

/**
 * The batches of one pass.
 *
 * @param rowsPerBlock in a full block, as the server estimates
 */
record Batches(
    LockPatience patience, Observer.Unit unit, Action.Walk walk, int pass, double rowsPerBlock) {
  /**
   * Takes one, in a transaction of the session: the batch and its place commit together or not at
   * all. Nobody needs to wait until they are on disk, here or on a standby: WAL is written in
   * order, so a server that crashes or is replaced loses the last batches together with their
   * places, and the walk finds them undone; the commit that journals the end of the walk waits for
   * all of them.
   */
  Stretch take(Session inside, Stretch stretch, Size size) {
    patience.fence(inside, size);
    long high = Math.min(stretch.next() + size.blocks(), stretch.end());
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
    return Outcomes.failed(unit, reason, details);
  }

  /** The batch and its place are one transaction: whichever it was, a resumed walk is right. */
  RunOutcome.Broken brokenAtCommit() {
    return broken("the connection broke at the COMMIT of a batch: resume");
  }

  RunOutcome.Broken broken(String reason) {
    return Outcomes.broken(unit, reason);
  }

  Size size(Pace pace) {
    return new Size(pace, rowsPerBlock);
  }

  /**
   * How many blocks a batch of one worker has, so that it takes the time that it should. While it
   * waits for a row that somebody holds, others wait for the rows that it has changed: when it gave
   * way it comes back with fewer.
   */
  static final class Size implements LockLimit {
    private static final int FIRST = 16;
    private static final int MOST = 8_192;

    /** A batch that comes upon rows after blocks without any may take so many times its time. */
    private static final double TOO_LONG = 2;

    /** A guess, until a batch has shown what a row costs. */
    private static final double NANOS_PER_ROW = 50_000;

    private final GrowingLimit limit;
    private double rowsPerBlock;
    private double nanosPerRow = NANOS_PER_ROW;
    private int blocks = FIRST;

    /**
     * @param rowsPerBlock at first sight
     */
    Size(Pace pace, double rowsPerBlock) {
      this.limit = new GrowingLimit(pace);
      this.rowsPerBlock = rowsPerBlock;
    }

    @Override
    public Duration now() {
      return limit.now();
    }

    @Override
    public boolean early() {
      return limit.early();
    }

    @Override
    public void gaveWay() {
      limit.gaveWay();
      blocks = Math.max(1, blocks / 2);
    }

    int blocks() {
      return blocks;
    }

    /**
     * @param walked blocks in that time
     * @param changed rows among them
     */
    void adapt(Duration took, Duration wanted, long walked, long changed) {
      limit.granted();
      double density = (double) changed / Math.max(1, walked);
      rowsPerBlock = Math.max(rowsPerBlock, density);
      if (changed > 0) {
        double atMost = (double) took.toNanos() / changed;
        // in a full block most of the time goes into rows, else into looking for them
        boolean full = 2 * density >= rowsPerBlock;
        nanosPerRow = full ? atMost : Math.min(nanosPerRow, atMost);
      }
      double factor = (double) wanted.toNanos() / Math.max(1, took.toNanos());
      double bounded = Math.max(0.5, Math.min(2.0, factor));
      double most = TOO_LONG * wanted.toNanos() / (nanosPerRow * rowsPerBlock);
      long grown = Math.round(Math.min(blocks * bounded, Math.min(MOST, most)));
      blocks = (int) Math.max(1, grown);
    }
  }
}
