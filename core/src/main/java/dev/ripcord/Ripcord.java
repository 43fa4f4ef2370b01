package dev.ripcord;

import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.RehearsalOptions;
import dev.ripcord.runbook.Runbook;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The one door of the library: one method per command. */
@SuppressWarnings("DoNotCallSuggester")
public final class Ripcord {
  private Ripcord() {}

  /** Plans a migration. */
  public static Plan plan(Path migrationFile, Source source) {
    throw notThereYet();
  }

  /** Rehearses a migration. */
  public static Proof rehearse(Path migrationFile, RehearsalOptions options, Progress progress) {
    throw notThereYet();
  }

  /** The runbook of a migration, without a proof. */
  public static Runbook runbook(Path migrationFile, Source source) {
    throw notThereYet();
  }

  /** Why a runbook no longer fits its migration or the database; empty if it does. */
  public static List<String> checkRunbook(Path runbookJson, Path migrationFile, Source source) {
    throw notThereYet();
  }

  private static RipcordException notThereYet() {
    return new RipcordException(ProblemCode.INTERNAL, "not there yet");
  }

  /** Where the database comes from. */
  public sealed interface Source {
    /**
     * A scratch server with this schema.
     *
     * @param file the one that the migration names if absent
     */
    record SchemaFile(Optional<Path> file) implements Source {}

    /** A live database, only read. */
    record Database(DatabaseUrl url) implements Source {}
  }
}
