package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The engine's session, which may have to be replaced when it breaks at COMMIT. */
final class Connection implements AutoCloseable {
  private static final String TRY_LOCK = SqlResource.of(Connection.class, "try-run-lock");
  private static final String SETTINGS = SqlResource.of(Connection.class, "session-settings");
  private static final String APPLICATION = "ripcord run";

  /** A server process outlives its connection for a moment, and keeps the lock that long. */
  private static final int ATTEMPTS = 10;

  /** Longer where the connection broke and the server may still be at work for it. */
  private static final int RECONNECT_ATTEMPTS = 30;

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final DatabaseUrl url;
  private Session session;
  private boolean locked;

  Connection(DatabaseUrl url) {
    this.url = url;
    this.session = open(url);
    this.locked = lock(session, ATTEMPTS) && alone(session);
  }

  private static Session open(DatabaseUrl url) {
    Session session = Session.open(url, APPLICATION);
    List<String> unused = session.query(SETTINGS, row -> row.text("value"));
    return session;
  }

  private static boolean lock(Session session, int attempts) {
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (session.query(TRY_LOCK, row -> row.flag("taken")).getFirst()) {
        return true;
      }
      LockSupport.parkNanos(PAUSE);
    }
    return false;
  }

  /** With the run's lock, waits for what workers of a controller that is gone have begun. */
  private static boolean alone(Session session) {
    for (int attempt = 1; attempt <= RECONNECT_ATTEMPTS; attempt++) {
      if (Fence.noWorkerLeft(session)) {
        return true;
      }
      LockSupport.parkNanos(PAUSE);
    }
    session.execute("SELECT pg_advisory_unlock(7305801, 1)");
    return false;
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
    return open(url);
  }

  /** A second session, to look on while the first is busy. */
  Session another() {
    return Session.open(url, "ripcord watch");
  }

  /**
   * Connects anew and takes the run's lock again. While the server still works on the broken
   * session, that session holds the lock, so having the lock means that its COMMIT is decided.
   *
   * @return whether the lock was to be had
   */
  boolean reconnect() {
    session.abort();
    session = open(url);
    locked = lock(session, RECONNECT_ATTEMPTS) && alone(session);
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
