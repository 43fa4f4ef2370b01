package dev.ripcord.migration;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What the checks after a rollback measure against.
 *
 * @param patience how long they may take, and wait
 * @param service of what clients see
 * @param database of the database itself
 */
public record Thresholds(Patience patience, Service service, Database database) {
  /** What holds where a file says nothing. */
  public static final Thresholds DEFAULT =
      new Thresholds(Patience.DEFAULT, Service.DEFAULT, Database.DEFAULT);

  public Thresholds {
    requireNonNull(patience, "patience is null");
    requireNonNull(service, "service is null");
    requireNonNull(database, "database is null");
  }

  /**
   * @param check so long one statement of a check may run
   * @param settle so long rates and response times may take to come back; all checks together
   */
  public record Patience(Duration check, Duration settle) {
    static final Patience DEFAULT = new Patience(Duration.ofMinutes(30), Duration.ofMinutes(5));
  }

  /**
   * @param errorRate the most, in multiples of the baseline
   * @param responseTime the most, in multiples of the baseline
   */
  public record Service(double errorRate, double responseTime) {
    static final Service DEFAULT = new Service(2, 1.5);
  }

  /**
   * @param load of sessions
   * @param rows of tables and their statistics
   * @param log of the write-ahead log and transaction numbers
   */
  public record Database(Load load, Rows rows, Log log) {
    static final Database DEFAULT = new Database(Load.DEFAULT, Rows.DEFAULT, Log.DEFAULT);
  }

  /**
   * @param longestTransaction the longest that one may be open
   * @param lockWait the longest that a session may wait for a lock
   * @param idleInTransaction the longest that a session may be idle in a transaction
   * @param connections the most, in percent of what the server allows
   */
  public record Load(
      Duration longestTransaction, Duration lockWait, Duration idleInTransaction, int connections) {
    static final Load DEFAULT =
        new Load(Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ofMinutes(5), 80);
  }

  /**
   * In percent; tables with fewer than {@link #FEW} rows, or as few changes, are not judged.
   *
   * @param cacheHit the least share of blocks that came from memory
   * @param dead the most dead rows of all rows of an affected table
   * @param changed the most rows that changed since a table was analyzed
   * @param lost the most rows that an affected table may have lost since the start
   */
  public record Rows(int cacheHit, int dead, int changed, int lost) {
    /** So few rows say nothing of a share. */
    public static final long FEW = 10_000;

    static final Rows DEFAULT = new Rows(90, 50, 20, 50);
  }

  /**
   * @param slotWal the most bytes of log that an inactive slot may hold back
   * @param transactionAge the most transactions since the oldest row that is not frozen
   */
  public record Log(long slotWal, long transactionAge) {
    static final Log DEFAULT = new Log(1L << 30, 1_000_000_000);
  }
}
