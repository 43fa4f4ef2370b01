package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;

/** The engine's session, which may have to be replaced when it breaks at COMMIT. */
final class Connection implements AutoCloseable {
  private static final String TRY_LOCK = SqlResource.of(Engine.class, "try-run-lock");
  private static final String APPLICATION = "ripcord run";

  private final DatabaseUrl url;
  private Session session;

  Connection(DatabaseUrl url) {
    this.url = url;
    this.session = Session.open(url, APPLICATION);
  }

  Session session() {
    return session;
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
    session = Session.open(url, APPLICATION);
    return session.query(TRY_LOCK, row -> row.flag("taken")).getFirst();
  }

  @Override
  public void close() {
    if (session.isClosed()) {
      return;
    }
    session.close();
  }
}
