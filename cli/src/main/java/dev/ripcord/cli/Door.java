package dev.ripcord.cli;

import dev.ripcord.Ripcord;
import dev.ripcord.Ripcord.Source;
import dev.ripcord.plan.Plan;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.RehearsalOptions;
import java.nio.file.Path;
import java.util.List;

/** {@link Ripcord} as an object, so that tests of the commands can answer for it. */
interface Door {
  Plan plan(Path migration, Source source);

  Proof rehearse(Path migration, RehearsalOptions options, Progress progress);

  List<String> checkRunbook(Path runbook, Path migration, Source source);

  /** The library itself. */
  final class Library implements Door {
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
