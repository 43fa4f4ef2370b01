package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Fitting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A run of one small migration on a database without clients, for what people do with it. */
final class Quiet {
  static final Request.Asker SOMEBODY = new Request.Asker("somebody", "looks good");

  private final DatabaseUrl url;
  private final Path folder;

  /** Of the terminal: where hooks find their secrets. */
  final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));

  final List<RunEvent> events = new CopyOnWriteArrayList<>();
  RunEvent.Listener listener = event -> {};
  Clock clock = Clock.systemUTC();
  RunOptions.Overrides overrides =
      new RunOptions.Overrides(
          Optional.of("a test"), Optional.of("a test"), Optional.empty(), Optional.empty());

  private Quiet(DatabaseUrl url, Path folder) {
    this.url = url;
    this.folder = folder;
  }

  /** With a table, and an empty run of nothing yet. */
  static Quiet of(TestDatabase database, Path folder) {
    return of(database.url(), folder);
  }

  /** The same in any other database. */
  static Quiet of(DatabaseUrl url, Path folder) {
    Quiet quiet = new Quiet(url, folder);
    quiet.sql(
        "CREATE TABLE people (id int PRIMARY KEY, login text);"
            + " INSERT INTO people VALUES (1, 'ann')");
    return quiet;
  }

  DatabaseUrl url() {
    return url;
  }

  Path folder() {
    return folder;
  }

  /**
   * Begins the renaming of a column.
   *
   * @param around {@code gates:} and {@code hooks:} in YAML
   */
  RunResult begin(String around, Optional<Phase> until, boolean yes) {
    return runs(until, yes).begin(plan(around));
  }

  RunResult resume(Optional<Phase> until, boolean yes) {
    return runs(until, yes).resume();
  }

  RunResult back(Back to) {
    return runs(Optional.empty(), false).rollback(to, "a test");
  }

  Runs runs(Optional<Phase> until, boolean yes) {
    return runs(url(), until, yes);
  }

  Runs runs(DatabaseUrl by, Optional<Phase> until, boolean yes) {
    return new Runs(
        by,
        clock,
        new RunOptions(
            "tester",
            until,
            new RunOptions.Consent(yes, yes, false),
            overrides,
            Optional.of(folder.resolve("no-proof.json")),
            folder),
        new Brake(),
        Means.of(
            new HookRunner(environment, List.of(), Clock.systemUTC(), millis -> {}), environment),
        event -> {
          events.add(event);
          listener.event(event);
        });
  }

  Plan plan(String around) {
    try {
      Path file =
          Files.writeString(
              folder.resolve("migration.yaml"),
              "migration: logins\n"
                  + around
                  + "changes:\n"
                  + "  - rename_column: {table: people, from: login, to: username}\n");
      Migration migration = MigrationReader.read(file);
      try (Session session = Session.open(url, "test")) {
        return Fitting.plan(migration, CatalogReader.snapshot(session), session, Hazards::plan);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole way back, with nothing left of the run. */
  void assertRolledBack() {
    assertThat(back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
    try (Session session = Session.open(url, "test")) {
      assertThat(session.scalar("SELECT to_regnamespace('ripcord')")).isNull();
      assertThat(session.scalar("SELECT login FROM people")).isEqualTo("ann");
    }
  }

  Standing standing() {
    try (Session session = Session.open(url, "test")) {
      return RunStore.standing(session, RunStore.read(session).orElseThrow());
    }
  }

  /** What the journal says, as {@code KIND unit: detail}. */
  Stream<String> journal() {
    return JournalReading.of(url()).stream()
        .map(entry -> entry.kind() + " " + entry.unit() + ": " + entry.detail());
  }

  void sql(String statements) {
    try (Session session = Session.open(url, "test")) {
      session.execute(statements);
    }
  }
}
