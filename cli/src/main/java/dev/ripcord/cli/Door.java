package dev.ripcord.cli;

import dev.ripcord.Ripcord;
import dev.ripcord.Ripcord.Source;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.RehearsalOptions;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.starter.Starter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link Ripcord} as an object, so that tests of the commands can answer for it. */
interface Door {
  Starter init(String name, Optional<DatabaseUrl> database, List<QualifiedName> tables);

  Plan plan(Path migration, Source source);

  Proof rehearse(Path migration, RehearsalOptions options, Progress progress);

  List<String> checkRunbook(Path runbook, Path migration, Source source);

  /** The library itself. */
  final class Library implements Door {
    @Override
    public Starter init(String name, Optional<DatabaseUrl> database, List<QualifiedName> tables) {
      return Ripcord.init(name, database, tables);
    }

    @Override
    public Plan plan(Path migration, Source source) {
      return Ripcord.plan(migration, source);
    }

    @Override
    public Proof rehearse(Path migration, RehearsalOptions options, Progress progress) {
      return Ripcord.rehearse(migration, options, progress);
    }

    @Override
    public List<String> checkRunbook(Path runbook, Path migration, Source source) {
      return Ripcord.checkRunbook(runbook, migration, source);
    }
  }
}
