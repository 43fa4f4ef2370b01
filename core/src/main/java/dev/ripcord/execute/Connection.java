package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The engine's session, which may have to be replaced when it breaks at COMMIT. */
final class Connection implements AutoCloseable {
  private static final String TRY_LOCK = SqlResource.of(Connection.class, "try-run-lock");
  private static final String SETTINGS = SqlResource.of(Connection.class, "session-settings");
  private static final String FENCE = SqlResource.of(Connection.class, "fence");

  /** Seconds that who only looks on waits for an answer: a host that vanishes gives none. */
  private static final String WATCHES_WAIT = "10";

  /** Who logged in. */
  static final String OURSELVES = "RESET SESSION AUTHORIZATION; RESET ROLE";

  private static final String APPLICATION = "ripcord run";

  /** A server process outlives its connection for a moment, and keeps the lock that long. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Longer where the connection broke and the server may still be at work for it. */
  private static final Duration RECONNECT_PATIENCE = Duration.ofSeconds(3);

  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final DatabaseUrl url;

  /** Replaced by the thread that works; others cancel what it does. */
  private volatile Session session;

  private int pid;
  private Optional<String> unfit;
  private volatile boolean locked;

  Connection(DatabaseUrl url) {
    this.url = url;
    this.session = Session.open(url, APPLICATION);
    this.unfit = Optional.empty();
    try {
      prepare(PATIENCE);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Before anything else we must know that the server stays ours from statement to statement. */
  private void prepare(Duration patience) {
    unfit = Pooler.refusal(url, session);
    locked = false;
    if (unfit.isEmpty()) {
      configure(session);
      pid = Pooler.pid(session);
      locked = lock(session, patience) && alone(session);
    }
  }

  private static void configure(Session session) {
    // until then names and literals may mean what somebody else wants
    session.execute("SET search_path = pg_catalog; SET standard_conforming_strings = on");
    List<String> unused = session.query(SETTINGS, row -> row.text("value"));
  }

  /**
   * After statements of others, which may have set anything for the rest of the session: as if it
   * had just been opened.
   *
   * @return whether the server did so
   */
  boolean restored() {
    try {
      session.execute(OURSELVES);
      configure(session);
      return true;
    } catch (DatabaseException e) {
      return false;
    }
  }

  private static boolean lock(Session session, Duration patience) {
    return within(patience, () -> session.query(TRY_LOCK, row -> row.flag("taken")).getFirst());
  }

  /** With the run's lock, waits for what workers of a controller that is gone have begun. */
  private static boolean alone(Session session) {
    if (within(RECONNECT_PATIENCE, () -> Fence.noWorkerLeft(session))) {
      return true;
    }
    session.execute("SELECT pg_advisory_unlock(7305801, 1)");
    return false;
  }

  private static boolean within(Duration patience, BooleanSupplier done) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (long pause = FIRST_PAUSE;
        !done.getAsBoolean();
        pause = Math.min(LONGEST_PAUSE, 2 * pause)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(pause);
    }
    return true;
  }

  /** Why this way to the database cannot be used, if so. */
  Optional<String> unfit() {
    return unfit;
  }

  /** Whether the run's lock is ours; without it nothing may be done. */
  boolean locked() {
    return locked;
  }

  Session session() {
    return session;
  }

  /** A session that changes rows beside ours; what it does is behind a {@link Fence}. */
  Session worker() {
    return configured(url, APPLICATION);
  }

  /** The server's process that works for us and holds the run's lock. */
  int pid() {
    return pid;
  }

  /** A second session, to look on while the first is busy. */
  Session another() {
    return configured(url.with("socketTimeout", WATCHES_WAIT), "ripcord watch");
  }

  private static Session configured(DatabaseUrl url, String application) {
    Session another = Session.open(url, application);
    try {
      configure(another);
    } catch (RuntimeException e) {
      another.close();
      throw e;
    }
    return another;
  }

  /**
   * Makes sure that the run's lock is ours still, whoever holds the other end of the connection,
   * and bounds what follows by a {@code lock_timeout}.
   *
   * @param by our session, or one that works for it
   * @param inTransaction whether the bound shall end with the transaction
   * @throws LockLost if it is not
   */
  void fence(Session by, Duration lockTimeout, boolean inTransaction) {
    boolean held =
        by.query(
                FENCE,
                row -> row.flag("held") && (by != session || row.number("pid") == pid),
                lockTimeout.toMillis() + "ms",
                inTransaction,
                pid)
            .getFirst();
    if (!held) {
      locked = false;
      throw new LockLost(
          "the run's lock is not ours any more: somebody released it, or a pooler gave us another"
              + " server; what was begun is rolled back");
    }
  }

  /**
   * Connects anew and takes the run's lock again. While the server still works on the broken
   * session, that session holds the lock, so having the lock means that its COMMIT is decided.
   *
   * @return whether the lock was to be had
   */
  boolean reconnect() {
    session.abort();
    session = Session.open(url, APPLICATION);
    prepare(RECONNECT_PATIENCE);
    return locked;
  }

  @Override
  public void close() {
    if (session.isClosed()) {
      return;
    }
    session.close();
  }
}
