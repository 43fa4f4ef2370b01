package dev.ripcord.cli;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.rehearse.Origin;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a rehearsal starts from: one of the two, or what the migration names. */
final class OriginOptions {
  @Option(
      names = "--database",
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = {
        "Rehearse on a copy of this live database, which is only read:",
        "its schema, its sizes and a sample of its rows.",
        "Needs pg_dump of the live server's version or a newer one.",
        "The password is taken from PGPASSWORD if the URL has none."
      })
  private Optional<DatabaseUrl> database = Optional.empty();

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "SQL that creates the database (default: the one that the migration names).")
  private Optional<Path> schema = Optional.empty();

  Origin origin() {
    return database
        .<Origin>map(Origin.Database::new)
        .orElseGet(() -> new Origin.SchemaFile(schema));
  }
}
