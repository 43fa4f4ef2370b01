package dev.ripcord.rehearse;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.PhaseVerdict;
import dev.ripcord.rehearse.Proof.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Small rehearsals of migrations that tests write down, on the server that all tests share. */
final class Rehearsing {
  static final Conduct QUICK = new Conduct(Hazards::plan, 100, 100, 120);

  private final Path directory;
  private final TestDatabase database;

  Rehearsing(Path directory, TestDatabase database) {
    this.directory = directory;
    this.database = database;
  }

  /**
   * @param changes the list below {@code changes:}, indented by two
   */
  Migration migration(String schema, String changes) {
    try {
      Files.writeString(directory.resolve("schema.sql"), schema);
      Path file = directory.resolve("migration.yaml");
      String head = "migration: small\nschema: schema.sql\nchanges:\n";
      Files.writeString(file, head + changes);
      return MigrationReader.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Proof of(String schema, String changes) {
    return of(migration(schema, changes), QUICK);
  }

  Proof of(Migration migration, Conduct conduct) {
    RehearsalOptions options =
        new RehearsalOptions(Optional.empty(), Optional.of(database.url()), 200, 7, 3, 18);
    return Rehearsal.of(migration, options, conduct, Clock.systemUTC(), Progress.SILENT);
  }

  /** What differs in all phases and under interruptions. */
  static List<Difference> differences(Proof proof) {
    List<Verdict> verdicts =
        new ArrayList<>(proof.verdicts().stream().map(PhaseVerdict::verdict).toList());
    verdicts.add(proof.interruptions().verdict());
    return verdicts.stream()
        .filter(Verdict.NotProven.class::isInstance)
        .flatMap(verdict -> ((Verdict.NotProven) verdict).differences().stream())
        .toList();
  }
}
