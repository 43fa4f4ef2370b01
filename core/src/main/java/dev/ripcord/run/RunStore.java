package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.SqlResource;
import java.util.List;
import java.util.Optional;

/** The run's document in the database. */
final class RunStore {
  private static final String STORE = SqlResource.of(RunStore.class, "store-run");
  private static final String READ = SqlResource.of(RunStore.class, "read-run");
  private static final String EXISTS = SqlResource.of(RunStore.class, "run-exists");

  private RunStore() {}

  static void write(Session session, RunDocument document) {
    session.update(STORE, RunDocumentJson.write(document));
  }

  /** The number of the session's transaction. */
  static String transaction(Session session) {
    return session
        .query("SELECT pg_current_xact_id()::text AS number", row -> row.text("number"))
        .getFirst();
  }

  /** Whether this transaction is known to have been committed, whatever became of what it did. */
  static boolean committed(Session session, String transaction) {
    return session
        .query(
            "SELECT coalesce(pg_xact_status(?::xid8) = 'committed', false) AS found",
            row -> row.flag("found"),
            transaction)
        .getFirst();
  }

  /**
   * Absent if the database has no run, or one that a rehearsal left.
   *
   * @throws RipcordException if it is none of this role's business
   */
  static Optional<RunDocument> read(Session session) {
    Access access =
        session
            .query(
                EXISTS,
                row ->
                    new Access(
                        row.flag("found"), row.flag("readable"), row.text("owner"), row.text("me")))
            .getFirst();
    if (!access.found()) {
      return Optional.empty();
    }
    if (!access.readable()) {
      throw new RipcordException(
          ProblemCode.DATABASE,
          "the run in this database belongs to the role %s, and %s is no member of it"
              .formatted(access.owner(), access.me()));
    }
    return session.query(READ, row -> row.text("document")).stream()
        .findFirst()
        .map(RunDocumentJson::read);
  }

  private record Access(boolean found, boolean readable, String owner, String me) {}

  /** Where the run stands, seen from outside. */
  static Standing standing(Session session, RunDocument document) {
    List<Entry> entries = Journal.read(session);
    return Standing.of(document.course(), entries);
  }
}
