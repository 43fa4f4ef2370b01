package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds out whether a pooler between us and the server takes the server away between transactions:
 * our lock and settings would stay with a server that then works for somebody else.
 */
final class Pooler {
  /** Another client of the pool may have our server just when we look. */
  private static final int ROUNDS = 10;

  /** A pool without a free server lets us wait, for minutes by default. */
  private static final String SECONDS = "10";

  private Pooler() {}

  /**
   * Changes nothing on any server.
   *
   * @param session in no transaction
   * @return why not to go on, if so
   */
  static Optional<String> refusal(DatabaseUrl url, Session session) {
    int pid = pid(session);
    if (pid == session.announcedPid()) {
      // a pooler announces a number of its own, since at login it has no server for us yet
      return Optional.empty();
    }
    DatabaseUrl patient = url.with("loginTimeout", SECONDS).with("socketTimeout", SECONDS);
    try (Session other = Session.open(patient, "ripcord watch")) {
      for (int round = 1; round <= ROUNDS; round++) {
        other.execute("BEGIN");
        if (pid(other) == pid || pid(session) != pid) {
          return Optional.of(
              "a pooler in transaction mode is at "
                  + address(url)
                  + ": it hands our server, and with it the run's lock, to others between"
                  + " transactions; give the server's own address, or a pool in session mode");
        }
        other.execute("ROLLBACK");
      }
      return Optional.empty();
    } catch (DatabaseException e) {
      return Optional.of(
          "a pooler is at "
              + address(url)
              + " that lets us have no second session with a transaction, as statement mode or a"
              + " pool without free servers would ("
              + e.getMessage()
              + "); give the server's own address, or a pool in session mode with three servers free");
    }
  }

  private static String address(DatabaseUrl url) {
    return url.host() + ":" + url.port();
  }

  /** The process that works for the session at this moment. */
  static int pid(Session session) {
    // not as a prepared statement, which the server of one moment has and that of the next has not
    return Integer.parseInt(
        Objects.requireNonNull(session.scalar("SELECT pg_catalog.pg_backend_pid()")));
  }
}
