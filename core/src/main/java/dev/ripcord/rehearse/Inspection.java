package dev.ripcord.rehearse;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;

/**
 * What looks at both databases between the ways: a session on each for all looks, since each
 * session costs the server a process. Not for SQL of users, which may leave settings behind.
 */
record Inspection(Session tested, Session control) implements AutoCloseable {
  static Inspection of(Stage stage) {
    Session tested = open(stage.tested());
    try {
      return new Inspection(tested, open(stage.control()));
    } catch (RuntimeException e) {
      tested.close();
      throw e;
    }
  }

  /** For good: steps of a rehearsal may take long, and nobody looks meanwhile. */
  private static Session open(DatabaseUrl url) {
    Session session = Session.open(url, Stage.APPLICATION);
    try {
      session.execute("SET idle_session_timeout = 0");
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() {
    tested.close();
    control.close();
  }
}
