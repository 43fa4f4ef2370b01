package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.postgres.Session;
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

  /** Absent if the database has no run, or one that a rehearsal left. */
  static Optional<RunDocument> read(Session session) {
    if (!session.query(EXISTS, row -> row.flag("found")).getFirst()) {
      return Optional.empty();
    }
    return session.query(READ, row -> row.text("document")).stream()
        .findFirst()
        .map(RunDocumentJson::read);
  }

  /** Where the run stands, seen from outside. */
  static Standing standing(Session session, RunDocument document) {
    List<Entry> entries = Journal.read(session);
    return Standing.of(document.course(), entries);
  }
}
