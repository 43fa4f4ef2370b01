package dev.ripcord;

import dev.ripcord.aftermath.Afterwards;
import dev.ripcord.escalate.ContactTest;
import dev.ripcord.escalate.Outbox;
import dev.ripcord.escalate.Roster;
import dev.ripcord.hazard.Hazards;
import dev.ripcord.journal.Entry;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.recover.Recoverer;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.recover.TableRecovery;
import dev.ripcord.recover.WholeCluster;
import dev.ripcord.rehearse.Fitting;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.Rehearsal;
import dev.ripcord.rehearse.RehearsalOptions;
import dev.ripcord.rehearse.SchemaFile;
import dev.ripcord.run.Answers;
import dev.ripcord.run.Approvals;
import dev.ripcord.run.Back;
import dev.ripcord.run.Brake;
import dev.ripcord.run.JournalReading;
import dev.ripcord.run.Request;
import dev.ripcord.run.Retrospect;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunOptions;
import dev.ripcord.run.RunResult;
import dev.ripcord.run.RunStatus;
import dev.ripcord.run.Runs;
import dev.ripcord.run.StatusReader;
import dev.ripcord.run.Validations;
import dev.ripcord.run.Watching;
import dev.ripcord.runbook.Runbook;
import dev.ripcord.runbook.RunbookCheck;
import dev.ripcord.runbook.RunbookJson;
import dev.ripcord.runbook.RunbookWriter;
import dev.ripcord.secret.Secrets;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.starter.Starter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The one door of the library, one method per command. The main flow: a migration file is read and
 * planned against a database, the plan is rehearsed, the proof is written up as a runbook.
 */
public final class Ripcord {
  /** Who only looks must not wait long behind a lock, for others would queue behind the looker. */
  private static final String BRIEFLY = "SET lock_timeout = '3s'";

  private Ripcord() {}

  /**
   * The first files of a migration.
   *
   * @param name of the migration
   * @param database the live database that it is for, only read; an example if absent
   * @param tables that it is about; the largest ones if empty
   */
  public static Starter init(
      String name, Optional<DatabaseUrl> database, List<QualifiedName> tables) {
    if (database.isEmpty()) {
      return Starter.blank(name);
    }
    try (Session session = Session.open(database.get(), "ripcord init")) {
      session.execute(BRIEFLY);
      return Starter.of(name, CatalogReader.snapshot(session), tables);
    }
  }

  /**
   * Plans a migration.
   *
   * @throws InputException with every problem of the file, or of the changes in this database
   */
  public static Plan plan(Path migrationFile, Source source) {
    Migration migration = MigrationReader.read(migrationFile);
    return switch (source) {
      case Source.Database database -> {
        try (Session session = Session.open(database.url(), "ripcord plan")) {
          session.execute(BRIEFLY);
          yield plan(migration, session);
        }
      }
      case Source.SchemaFile schema -> {
        try (ScratchDatabases databases =
                ScratchDatabases.embedded(
                    ScratchOptions.defaults().withMajor(RehearsalOptions.DEFAULT.serverMajor()));
            Session session = Session.open(databases.create("plan"), "ripcord plan")) {
          SchemaFile.load(migration, schema.file(), databases, session);
          yield plan(migration, session);
        }
      }
    };
  }

  private static Plan plan(Migration migration, Session session) {
    return Fitting.plan(migration, CatalogReader.snapshot(session), session, Hazards::plan);
  }

  /**
   * Rehearses a migration forward and back on a scratch server, under writers.
   *
   * @return what was found, proven or not
   * @throws InputException with every problem of the file, or of the changes in this database
   */
  public static Proof rehearse(Path migrationFile, RehearsalOptions options, Progress progress) {
    Migration migration = MigrationReader.read(migrationFile);
    return Rehearsal.of(migration, options, Clock.systemUTC(), progress);
  }

  /** The runbook of a migration that was not rehearsed; it says so. */
  public static Runbook runbook(Path migrationFile, Source source) {
    return RunbookWriter.of(plan(migrationFile, source));
  }

  /** Why a runbook no longer fits its migration or the database; empty if it does. */
  public static List<String> checkRunbook(Path runbookJson, Path migrationFile, Source source) {
    return RunbookCheck.check(RunbookJson.read(read(runbookJson)), plan(migrationFile, source));
  }

  /**
   * Runs a migration on the live database, phase by phase through its gates.
   *
   * @throws InputException with every problem of the file, or of the changes in this database
   */
  public static RunResult run(
      Path migrationFile,
      DatabaseUrl database,
      RunOptions options,
      Brake brake,
      RunEvent.Listener listener) {
    Runs runs = Wiring.runs(database, options, brake, listener);
    Optional<RunResult> there = runs.alreadyThere();
    return there.isPresent()
        ? there.get()
        : runs.begin(plan(migrationFile, new Source.Database(database)));
  }

  /** Goes on with the run of a database, from where its journal says that it is. */
  public static RunResult resume(
      DatabaseUrl database, RunOptions options, Brake brake, RunEvent.Listener listener) {
    return Wiring.runs(database, options, brake, listener).resume();
  }

  /**
   * Takes the run of a database back.
   *
   * @param reason in words, for the journal
   */
  public static RunResult rollback(
      DatabaseUrl database,
      Back to,
      String reason,
      RunOptions options,
      Brake brake,
      RunEvent.Listener listener) {
    return Wiring.runs(database, options, brake, listener).rollback(to, reason);
  }

  /**
   * Gives up the way back of a complete run: its archives and its journal leave the database.
   *
   * @param now why before the archives expire; absent if only then
   */
  public static RunResult cleanUpArchives(
      DatabaseUrl database,
      Optional<String> now,
      RunOptions options,
      Brake brake,
      RunEvent.Listener listener) {
    return Wiring.runs(database, options, brake, listener).end(now);
  }

  /**
   * Watches the metrics of a migration without a run of its own; rolls nothing back.
   *
   * @throws InputException with every problem of the file
   */
  public static Watching.Seen watch(
      Path migrationFile,
      DatabaseUrl database,
      Watching.Manner manner,
      Brake brake,
      RunEvent.Listener listener) {
    Migration migration = MigrationReader.read(migrationFile);
    return new Watching(
            database, Clock.systemUTC(), Wiring.means(Wiring.hidden(database)), brake, listener)
        .watch(migration, manner);
  }

  /**
   * Judges what Prometheus has recorded, as if the triggers of a migration had watched then.
   *
   * @throws InputException with every problem of the file
   */
  public static Retrospect.Hindsight replay(
      Path migrationFile, DatabaseUrl database, Instant from, Instant until) {
    Migration migration = MigrationReader.read(migrationFile);
    return new Retrospect(
            migration,
            new Surroundings(
                database, new Secrets(System.getenv()), migration.checks(), Clock.systemUTC()))
        .look(from, until);
  }

  /**
   * Goes through the checklist after a rollback once more.
   *
   * @throws InputException with every problem of the file
   */
  public static Validations.Outcome validate(
      Path migrationFile,
      DatabaseUrl database,
      Validations.Files files,
      Brake brake,
      RunEvent.Listener listener) {
    return Wiring.validations(migrationFile, database, files, brake).check(listener);
  }

  /**
   * A person takes responsibility for an item of the checklist.
   *
   * @throws InputException with every problem of the file
   */
  public static Validations.Outcome signOff(
      Path migrationFile,
      DatabaseUrl database,
      Validations.Files files,
      Validations.Signature signature) {
    return Wiring.validations(migrationFile, database, files, new Brake()).sign(signature);
  }

  /**
   * What follows the last rollback of a migration to its start.
   *
   * @param exports that the rollback wrote its journal to
   * @param who asks, for the journal
   * @throws InputException with every problem of the file
   */
  public static Afterwards afterwards(
      Path migrationFile, DatabaseUrl database, Path exports, String who) {
    return new Afterwards(
        MigrationReader.read(migrationFile),
        database,
        exports,
        who,
        Clock.systemUTC(),
        Wiring.means(Wiring.hidden(database)));
  }

  /** What there is to know of the run of a database; absent if there is none. */
  public static Optional<RunStatus> status(DatabaseUrl database) {
    return StatusReader.read(database);
  }

  /**
   * Approves a phase of the run of a database.
   *
   * @param phase the next one if absent
   */
  public static Approvals.Approved approve(
      DatabaseUrl database, Optional<Phase> phase, Request.Asker who, boolean acceptsLoss) {
    return Approvals.approve(database, phase, who, acceptsLoss);
  }

  /**
   * Acknowledges alerts of the run of a database.
   *
   * @param alerts all that nobody has acknowledged if empty
   */
  public static Answers.Answered acknowledge(
      DatabaseUrl database, Collection<Long> alerts, String who) {
    return Answers.acknowledge(database, alerts, who, Clock.systemUTC());
  }

  /** The journal of the run of a database; empty if there is none. */
  public static List<Entry> journal(DatabaseUrl database) {
    return JournalReading.of(database);
  }

  /**
   * Makes sure that the run of a database is of this migration.
   *
   * @throws InputException if it is of another, or the file cannot be read
   */
  public static void requireRunOf(Path migrationFile, DatabaseUrl database) {
    String name = MigrationReader.read(migrationFile).name();
    Optional<RunStatus> status = status(database);
    if (status.isPresent() && !status.get().run().migration().equals(name)) {
      throw new InputException(
          List.of(
              new Problem(
                  new Place(migrationFile.toString(), 1, 1),
                  "this migration is " + name,
                  "the one that is run in the database, " + status.get().run().migration())));
    }
  }

  /** A migration with its contacts and channels; touches nothing. */
  public static Migration contacts(Path migrationFile) {
    return MigrationReader.read(migrationFile);
  }

  /** Sends each contact a message on each of their channels. */
  public static List<ContactTest.Result> testContacts(Path migrationFile) {
    Migration migration = MigrationReader.read(migrationFile);
    Outbox.Means means = Wiring.means(List.of());
    return ContactTest.run(migration.name(), Roster.of(migration), means, means.random());
  }

  /**
   * Restores beside the live database, compares, and removes what was restored.
   *
   * @return what was measured, proven or not
   */
  public static RecoveryTime rehearseRecovery(
      Path migrationFile, DatabaseUrl database, Recoverer.Order order) {
    return Wiring.recoverer(migrationFile, database, order).rehearse();
  }

  /** Restores a whole cluster into a folder, and leaves it stopped. */
  public static WholeCluster recoverCluster(
      Path migrationFile, DatabaseUrl database, Recoverer.Order order, Path into) {
    return Wiring.recoverer(migrationFile, database, order).into(into);
  }

  /**
   * Puts damaged tables back, and keeps what was written since.
   *
   * @param until right after the damage; absent if nobody knows
   * @param dry whether nothing is written
   */
  public static TableRecovery recoverTables(
      Path migrationFile,
      DatabaseUrl database,
      Recoverer.Order order,
      List<QualifiedName> tables,
      Optional<String> until,
      boolean dry) {
    return Wiring.recoverer(migrationFile, database, order).tables(tables, until, dry);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(
          List.of(
              new Problem(
                  new Place(file.toString(), 1, 1),
                  "cannot be read: " + e.getMessage(),
                  "a runbook.json in UTF-8")));
    }
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
