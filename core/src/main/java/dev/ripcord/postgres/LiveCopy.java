package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies schema, sizes and a sample of the rows of a live database, as they were at one moment,
 * into a scratch database. The live server is only read, in one read-only transaction; whoever
 * wants a lock that this transaction is in the way of gets it soon: the copy then starts again.
 */
public final class LiveCopy {
  static final String APPLICATION = "ripcord copy";

  private LiveCopy() {}

  /**
   * What is copied.
   *
   * @param rows sampled per table at most; parents that they refer to come on top
   * @param seed of the sample
   */
  public record Wanted(long rows, long seed, Patience patience) {}

  /**
   * How long to insist on locks.
   *
   * @param lockTimeout for a table that somebody holds
   * @param tries in all
   * @param pause after the first; each further one is twice as long
   */
  public record Patience(Duration lockTimeout, int tries, Duration pause) {
    /** Half a minute in all. */
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(2), 4, Duration.ofSeconds(3));
  }

  /**
   * The copy.
   *
   * @param database with it
   * @param live what the planner needs to know of the live database, at the moment of the copy
   * @param serverVersion of the live server, such as {@code 14.24}
   * @param notes what is not the same in the copy, in words
   */
  public record Copied(
      DatabaseUrl database, Snapshot live, String serverVersion, List<String> notes) {
    public Copied {
      notes = List.copyOf(notes);
    }
  }

  /** Who watches. */
  public interface Watcher {
    /**
     * Before anything is copied.
     *
     * @param live what would be copied; to be refused by an exception
     */
    void judge(Snapshot live);

    /**
     * @param what in the words of a sentence without a subject
     */
    void begins(String what);
  }

  /** Somebody else's lock, or somebody who waits for ours. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy(String who) {
      super(who);
    }
  }

  /** The major version of a server. */
  public static int major(DatabaseUrl url) {
    try (Session session = Session.open(url, APPLICATION)) {
      return SnapshotReader.serverVersion(session) / 10_000;
    }
  }

  /** That an expression gives something may hang on it, and what a text can hold. */
  private static String encoding(DatabaseUrl url) {
    try (Session session = Session.open(url, APPLICATION)) {
      return String.valueOf(session.scalar("SHOW server_encoding"));
    }
  }

  /**
   * Copies into a new database.
   *
   * @throws RipcordException if something is missing here or there, if we may not read everything,
   *     or if a table stays locked
   */
  public static Copied of(
      DatabaseUrl live, ScratchDatabases databases, Wanted wanted, Watcher watcher) {
    PgDump dump = PgDump.find(major(live));
    String encoding = encoding(live);
    List<String> met = new ArrayList<>();
    Patience patience = wanted.patience();
    Duration pause = patience.pause();
    for (int tries = 1; ; tries++) {
      DatabaseUrl target = databases.create("control", encoding);
      try (LiveReading reading = LiveReading.open(live, patience.lockTimeout())) {
        return new LiveTransfer(reading, dump, databases, target, watcher).copy(wanted);
      } catch (Busy e) {
        met.add(String.valueOf(e.getMessage()));
      }
      databases.drop(target);
      if (tries == patience.tries()) {
        throw new RipcordException(
            ProblemCode.ENVIRONMENT,
            "gave up copying %s after %d tries, last because %s; try again later"
                .formatted(live, tries, met.getLast()));
      }
      watcher.begins("waiting to copy again, because " + met.getLast());
      rest(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private static void rest(Duration pause) {
    try {
      // PostgreSQL tells nobody that a lock was released: without queueing for it, one can only ask
      // again
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RipcordException(ProblemCode.STOPPED, "interrupted while waiting for a lock", e);
    }
  }
}
