package dev.ripcord.rehearse;

import dev.ripcord.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;

/** Where schema and rows of a rehearsal come from. */
public sealed interface Origin {
  /**
   * A file of SQL; rows are generated.
   *
   * @param file the one that the migration names if absent
   */
  record SchemaFile(Optional<Path> file) implements Origin {}

  /** A live database, only read: its schema, its sizes and a sample of its rows. */
  record Database(DatabaseUrl url) implements Origin {}
}
