package dev.ripcord.rehearse;

import dev.ripcord.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a plan is rehearsed.
 *
 * @param origin of the database before the migration
 * @param scratch the server to rehearse on; an embedded one if absent
 * @param rows generated, or sampled at most, per table; from 1 to {@link #MOST_ROWS}
 * @param seed of everything random: the same seed generates the same rows
 * @param writers that write at the same time, from 1 to {@link #MOST_WRITERS}: without writes
 *     nothing is proven
 * @param serverMajor major version of the embedded server, such as 18; of a copy, that of the live
 *     server goes first
 */
public record RehearsalOptions(
    Origin origin,
    Optional<DatabaseUrl> scratch,
    long rows,
    long seed,
    int writers,
    int serverMajor) {
  /** More than anybody waits for; the whole table is what {@code --database} projects to. */
  public static final long MOST_ROWS = 100_000_000;

  /** Each has two connections, of the 60 that the embedded server lets in. */
  public static final int MOST_WRITERS = 25;

  /** An embedded PostgreSQL 18, 20,000 rows per table, four writers. */
  public static final RehearsalOptions DEFAULT =
      new RehearsalOptions(Optional.empty(), Optional.empty(), 20_000, 1, 4, 18);

  /** From a file of SQL, or the one that the migration names. */
  public RehearsalOptions(
      Optional<Path> schemaFile,
      Optional<DatabaseUrl> scratch,
      long rows,
      long seed,
      int writers,
      int serverMajor) {
    this(new Origin.SchemaFile(schemaFile), scratch, rows, seed, writers, serverMajor);
  }

  public RehearsalOptions {
    if (rows < 1 || rows > MOST_ROWS) {
      throw new IllegalArgumentException("rows must be from 1 to " + MOST_ROWS + ": " + rows);
    }
    if (writers < 1 || writers > MOST_WRITERS) {
      throw new IllegalArgumentException(
          "writers must be from 1 to " + MOST_WRITERS + ": " + writers);
    }
  }
}
