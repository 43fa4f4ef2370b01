package dev.ripcord.rehearse;

import dev.ripcord.postgres.Session;

/**
 * What looks at both databases between the ways: a session on each for all looks, since each
 * session costs the server a process. Not for SQL of users, which may leave settings behind.
 */
record Inspection(Session tested, Session control) implements AutoCloseable {
  static Inspection of(Stage stage) {
    Session tested = Session.open(stage.tested(), Stage.APPLICATION);
    try {
      Inspection inspection =
          new Inspection(tested, Session.open(stage.control(), Stage.APPLICATION));
      // steps of a rehearsal may take long, and nobody looks meanwhile
      inspection.tested.execute("SET idle_session_timeout = 0");
      inspection.control.execute("SET idle_session_timeout = 0");
      return inspection;
    } catch (RuntimeException e) {
      tested.close();
      throw e;
    }
  }

  @Override
  public void close() {
    tested.close();
    control.close();
  }
}
