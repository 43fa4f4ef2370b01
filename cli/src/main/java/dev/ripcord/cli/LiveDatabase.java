package dev.ripcord.cli;

import dev.ripcord.postgres.DatabaseUrl;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The database that a command is about. */
final class LiveDatabase {
  @Option(
      names = "--database",
      required = true,
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = {
        "The live database: postgres://user@host:port/name or jdbc:postgresql://…",
        "The password is taken from PGPASSWORD if the URL has none."
      })
  private Optional<DatabaseUrl> database = Optional.empty();

  DatabaseUrl url() {
    return database.orElseThrow();
  }
}
