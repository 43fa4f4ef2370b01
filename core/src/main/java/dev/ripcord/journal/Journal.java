package dev.ripcord.journal;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * The journal of a run, in the database that is changed. Append-only; one writer at a time, which
 * the run's advisory lock sees to.
 */
public final class Journal {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String APPEND = SqlResource.of(Journal.class, "append");
  private static final String READ = SqlResource.of(Journal.class, "read");
  private static final String LAST = SqlResource.of(Journal.class, "last");
  private static final String EXISTS = SqlResource.of(Journal.class, "exists");

  private final String plan;
  private final Clock clock;

  /**
   * @param plan hash of the plan that is run
   */
  public Journal(String plan, Clock clock) {
    this.plan = plan;
    this.clock = clock;
  }

  /** Whether the database has a journal, that is, whether a run began and was not undone. */
  public static boolean exists(Session session) {
    return session.query(EXISTS, row -> row.flag("found")).getFirst();
  }

  /**
   * Appends an entry in the session's transaction, so that it commits with the work or not at all.
   */
  public void append(Session session, Entry.Kind kind, String unit, String detail) {
    record Last(long seq, String hash) {}
    Last last =
        session.query(LAST, row -> new Last(row.number("seq"), row.text("hash"))).stream()
            .findFirst()
            .orElse(new Last(0, ""));
    String at = AT.format(clock.instant());
    long seq = last.seq() + 1;
    String hash = Entry.hash(seq, at, plan, kind, unit, detail, last.hash());
    session.update(APPEND, seq, at, plan, kind.name(), unit, detail, last.hash(), hash);
  }

  /** The entry that would follow these, for a journal that has left the database. */
  public Entry after(List<Entry> entries, Entry.Kind kind, String unit, String detail) {
    String at = AT.format(clock.instant());
    long seq = entries.isEmpty() ? 1 : entries.getLast().seq() + 1;
    String previous = entries.isEmpty() ? "" : entries.getLast().hash();
    String hash = Entry.hash(seq, at, plan, kind, unit, detail, previous);
    return new Entry(seq, at, plan, kind, unit, detail, previous, hash);
  }

  /** All entries, oldest first; none if there is no journal. */
  public static List<Entry> read(Session session) {
    if (!exists(session)) {
      return List.of();
    }
    return session.query(
        READ,
        row ->
            new Entry(
                row.number("seq"),
                row.text("at"),
                row.text("plan"),
                Entry.Kind.valueOf(row.text("kind")),
                row.text("unit"),
                row.text("detail"),
                row.text("previous"),
                row.text("hash")));
  }

  /** The first entry that was changed, or that does not follow the one before it. */
  public static Optional<Entry> firstBroken(List<Entry> entries) {
    String previous = "";
    long seq = 0;
    for (Entry entry : entries) {
      if (entry.seq() != seq + 1 || !entry.previous().equals(previous) || !entry.intact()) {
        return Optional.of(entry);
      }
      previous = entry.hash();
      seq = entry.seq();
    }
    return Optional.empty();
  }
}
