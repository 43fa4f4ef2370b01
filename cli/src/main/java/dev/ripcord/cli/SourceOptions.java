package dev.ripcord.cli;

import dev.ripcord.Ripcord.Source;
import dev.ripcord.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a command takes the database from: one of the two, or what the migration names. */
final class SourceOptions {
  @ArgGroup(exclusive = true)
  private Choice choice = new Choice();

  static final class Choice {
    @Option(
        names = "--database",
        paramLabel = "URL",
        converter = UrlConverter.class,
        description = {
          "Plan for this live database, which is only read:",
          "postgres://user@host:port/name or jdbc:postgresql://…",
          "The password is taken from PGPASSWORD if the URL has none."
        })
    private Optional<DatabaseUrl> database = Optional.empty();

    @Option(
        names = "--schema",
        paramLabel = "FILE",
        description = "Plan for the database that this SQL creates (default: the migration's own).")
    private Optional<Path> schema = Optional.empty();
  }

  Source source() {
    return choice
        .database
        .<Source>map(Source.Database::new)
        .orElseGet(() -> new Source.SchemaFile(choice.schema));
  }
}
