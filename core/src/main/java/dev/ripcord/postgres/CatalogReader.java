package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.SqlResource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a database is, each time from one moment and whatever the session's settings are. */
public final class CatalogReader {
  private static final String EXCLUSIVE_LOCKS =
      SqlResource.of(CatalogReader.class, "exclusive-locks");

  /** How long a table may be locked of which the size is asked, which takes a lock itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private CatalogReader() {}

  /**
   * The tables with all that hangs on them, and the fingerprint of the same moment. Tables of
   * extensions are left out.
   *
   * @param session outside a transaction
   * @throws DatabaseException if the server refuses
   * @throws RipcordException if somebody keeps a table locked against all others, and who
   */
  public static Snapshot snapshot(Session session) {
    return snapshot(session, PATIENCE);
  }

  static Snapshot snapshot(Session session, Duration patience) {
    try {
      return atOneMoment(
          session,
          inside -> {
            inside.execute("SET LOCAL lock_timeout = '" + patience.toMillis() + "ms'");
            return SnapshotReader.read(inside);
          });
    } catch (DatabaseException e) {
      if (!e.lockNotAvailable()) {
        throw e;
      }
      List<String> holders = exclusiveLocks(session, "");
      throw new RipcordException(
          ProblemCode.DATABASE,
          "a table was locked for "
              + patience.toSeconds()
              + " s: "
              + (holders.isEmpty() ? "not any more, try again" : String.join("; ", holders)),
          e);
    }
  }

  /**
   * Who keeps tables from all others, or stands in line for that.
   *
   * @param oids of the tables, with commas between; of all if empty
   */
  static List<String> exclusiveLocks(Session session, String oids) {
    return session.query(EXCLUSIVE_LOCKS, row -> row.text("holder"), oids);
  }

  /**
   * Every object that {@code pg_dump --schema-only} prints.
   *
   * @param session outside a transaction
   * @throws DatabaseException if the server refuses
   */
  public static SchemaFingerprint fingerprint(Session session) {
    return atOneMoment(session, FingerprintReader::read);
  }

  /**
   * Runs the work in one repeatable read, read only transaction with settings that are known.
   *
   * @param session outside a transaction
   */
  public static <T> T atOneMoment(Session session, Function<Session, T> work) {
    refuseInsideTransaction(session);
    List<T> result = new ArrayList<>(1);
    // nothing was written: a connection lost at COMMIT takes nothing away from what was read
    Session.Commit unused =
        session.transaction(
            inside -> {
              inside.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
              // roles of applications often have one that is right for applications
              inside.execute("SET LOCAL statement_timeout = 0");
              printPlainly(inside);
              result.add(work.apply(inside));
            });
    return result.getFirst();
  }

  /**
   * What the catalogue prints of objects that are made only for this, and are gone afterwards.
   *
   * @param session outside a transaction
   * @param statements what makes them; may be SQL of the user's
   * @param query its answer
   * @return absent if the server refuses to make them
   * @throws DatabaseException if the connection is lost
   */
  public static Optional<String> printed(Session session, String statements, String query) {
    refuseInsideTransaction(session);
    session.execute("BEGIN READ WRITE");
    try {
      session.execute(statements);
      printPlainly(session);
      return Optional.ofNullable(session.scalar(query));
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return Optional.empty();
    } finally {
      if (!session.isClosed()) {
        session.execute("ROLLBACK");
      }
    }
  }

  /** For the rest of the transaction, values are printed in one way whatever was set before. */
  public static void printPlainly(Session session) {
    List<String> unused =
        session.query(SqlResource.of(CatalogReader.class, "reading"), row -> row.text(1));
  }

  /** Likewise, for the rest of the session. */
  static void printPlainlyFromNowOn(Session session) {
    String local = SqlResource.of(CatalogReader.class, "reading");
    List<String> unused =
        session.query(local.replace("value, true)", "value, false)"), row -> row.text(1));
  }

  private static void refuseInsideTransaction(Session session) {
    try {
      if (!session.connection().getAutoCommit()) {
        throw new IllegalStateException("reading ends the transaction, so it cannot be inside one");
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
