package dev.ripcord.wayback;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.List;

/**
 * What is kept beside the users' tables, so that nothing is destroyed: archives for the way back,
 * and values that a way back kept.
 *
 * @param tables by name
 */
public record Archives(List<Archive> tables) {
  private static final String TABLES = SqlResource.of(Archives.class, "archives");

  /** For the rows of each table. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  public Archives {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param what it is, in words
   * @param bytes on disk, with indexes and TOAST; as the statistics say when it is locked
   */
  public record Archive(QualifiedName name, Kind kind, String what, Count rows, long bytes) {}

  /** What a table is for, which decides when it may go. */
  public enum Kind {
    /** Values of columns that cleanup has dropped: for the way back alone. */
    ARCHIVE,
    /** Values before a backfill: for the way back alone. */
    BEFORE,
    /** A table that the migration drops, with its rows: for the way back alone. */
    RETIRED,
    /** What the old shape could not hold: the users' data, for people to look at. */
    KEPT
  }

  /** Those that serve a way back and nothing else: without them there is none. */
  public List<Archive> forTheWayBack() {
    return tables.stream().filter(each -> each.kind() != Kind.KEPT).toList();
  }

  /** Those that a way back left, which outlive the run. */
  public List<Archive> kept() {
    return tables.stream().filter(each -> each.kind() == Kind.KEPT).toList();
  }

  /** What is there now; reads only, not to be called inside a transaction. */
  public static Archives of(Session session) {
    return of(session, LIMIT);
  }

  /**
   * @param limit for the rows of each table
   */
  static Archives of(Session session, Duration limit) {
    Counting counting = new Counting(session, limit);
    List<Found> found =
        session.query(
            TABLES,
            row ->
                new Found(
                    QualifiedName.of(row.text("schema"), row.text("name")),
                    Kind.valueOf(row.text("kind")),
                    row.text("what"),
                    row.number("estimated"),
                    row.number("bytes")));
    return new Archives(
        found.stream()
            .map(
                each ->
                    new Archive(
                        each.name(),
                        each.kind(),
                        each.what(),
                        rows(counting, each),
                        bytes(counting, each)))
            .toList());
  }

  /**
   * @param estimated rows as the statistics say; less than 0 when they say nothing
   * @param bytes likewise, of the table alone
   */
  private record Found(QualifiedName name, Kind kind, String what, long estimated, long bytes) {}

  /** The exact size waits for a lock like any reader. */
  private static long bytes(Counting counting, Found table) {
    try {
      return counting
          .ask(
              "SELECT pg_total_relation_size(" + Literal.of(table.name().quoted()) + ")",
              row -> row.number(1))
          .getFirst();
    } catch (DatabaseException e) {
      String unused = counting.reason(e);
      return table.bytes();
    }
  }

  private static Count rows(Counting counting, Found table) {
    Count rows = counting.count("FROM " + table.name());
    return rows instanceof Count.Unknown && table.estimated() >= 0
        ? new Count.About(table.estimated())
        : rows;
  }
}
