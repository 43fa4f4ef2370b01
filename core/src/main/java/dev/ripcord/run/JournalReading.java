package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The journal for people: from the database, or from the file that it was written to. */
public final class JournalReading {
  private JournalReading() {}

  /** From the database; empty if it has none. */
  public static List<Entry> of(DatabaseUrl url) {
    try (Session session = Session.open(url, "ripcord journal")) {
      session.execute("SET lock_timeout = '3s'");
      return Journal.read(session);
    }
  }

  /**
   * From a file that {@link #lines} wrote.
   *
   * @throws InputException with every line that is no entry
   */
  public static List<Entry> of(Path file) {
    return new JournalFile(file).read();
  }

  /** One line of JSON per entry. */
  public static String lines(List<Entry> entries) {
    return JournalFile.lines(entries);
  }

  /** The first entry that was changed, or that does not follow the one before it. */
  public static Optional<Entry> firstBroken(List<Entry> entries) {
    return Journal.firstBroken(entries);
  }
}
