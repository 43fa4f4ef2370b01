package dev.ripcord.cli;

import dev.ripcord.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The run that a command is about: that of a database. */
final class RunTarget {
  @Parameters(
      arity = "0..1",
      paramLabel = "MIGRATION",
      description = {
        "The migration file, to be sure that the run is of this one.",
        "May be left out: everything that is needed is in the database."
      })
  private Optional<Path> migration = Optional.empty();

  @Mixin private LiveDatabase database = new LiveDatabase();

  Optional<Path> migration() {
    return migration;
  }

  DatabaseUrl database() {
    return database.url();
  }
}
