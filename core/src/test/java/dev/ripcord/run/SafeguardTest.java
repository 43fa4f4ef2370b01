package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.ArchivedServer;
import dev.ripcord.recover.Backup;
import dev.ripcord.recover.BackupNote;
import dev.ripcord.recover.RestorePoint;
import dev.ripcord.recover.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run with a real provider: refused, with its backup and its restore points, and interrupted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class SafeguardTest {
  private static final List<String> BOUNDARIES =
      List.of("expand", "migrate", "contract", "cleanup", "complete");

  private final AtomicInteger databases = new AtomicInteger();
  private ArchivedServer server;
  private DatabaseUrl url;
  private Quiet quiet;

  @BeforeAll
  void start() {
    server = ArchivedServer.withFolder();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Fewer files to back up. */
  @AfterEach
  void drop() {
    server.execute("DROP DATABASE " + url.database() + " WITH (FORCE)");
  }

  @BeforeEach
  void fresh(@TempDir Path folder) {
    String name = "run_" + databases.incrementAndGet();
    server.execute("CREATE DATABASE " + name);
    server.sh("rm -rf backups/*");
    url = server.url().withDatabase(name);
    quiet = Quiet.of(url, folder);
  }

  private String recovery(String more) {
    return "recovery: {provider: basebackup, location: %s, archive: \"%s\", space: %s%s}\n"
        .formatted(server.backups(), server.archive(), server.space(), more);
  }

  private List<Entry> entries(Entry.Kind kind) {
    return JournalReading.of(url).stream().filter(entry -> entry.kind() == kind).toList();
  }

  private List<RestorePoint> points() {
    return entries(Entry.Kind.POINT).stream()
        .map(entry -> RestorePoint.parse(entry.detail()).orElseThrow())
        .toList();
  }

  private RunStatus status() {
    return StatusReader.read(url).orElseThrow();
  }

  @Test
  void takesABackupAndMakesAPointAtEachBoundary() {
    assertThat(quiet.begin(recovery(""), Optional.empty(), true))
        .isInstanceOf(RunResult.Completed.class);
    List<Entry> journal = JournalReading.of(url);
    List<Entry> backups = entries(Entry.Kind.BACKUP);
    assertThat(backups).hasSize(2);
    assertThat(backups.getFirst().detail()).startsWith("begun: into ");
    BackupNote note = BackupNote.parse(backups.getLast().detail()).orElseThrow();
    assertThat(note.took()).isPresent();
    assertThat(server.provider().backups()).contains(note.backup());
    assertThat(entries(Entry.Kind.POINT)).extracting(Entry::unit).isEqualTo(BOUNDARIES);
    Entry through =
        journal.stream()
            .filter(entry -> entry.kind() == Entry.Kind.PHASE)
            .findFirst()
            .orElseThrow();
    assertThat(through.unit()).isEqualTo(Phase.PREPARATION.word());
    assertThat(backups.getLast().seq()).as("part of preparation").isLessThan(through.seq());
    assertThat(points())
        .allSatisfy(
            point -> {
              assertThat(point.name().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64);
              assertThat(Target.parse(point.name())).contains(new Target.Point(point.name()));
              assertThat(server.archive().resolve(point.segment())).as("archived soon").isNotNull();
            })
        .extracting(RestorePoint::name)
        .doesNotHaveDuplicates();
    RunStatus.LastRung rung = status().lastRung();
    assertThat(rung.backup()).contains(note);
    assertThat(rung.points()).extracting(RunStatus.Point::boundary).isEqualTo(BOUNDARIES);
    assertThat(rung.points()).extracting(RunStatus.Point::point).isEqualTo(points());
    assertThat(rung.precaution().recovery().location()).contains(server.backups().toString());
    quiet.assertRolledBack();
  }

  /** The rollback of a phase and another try at it: the old points must not be mistaken for new. */
  @Test
  void eachPassageHasItsOwnPoints() {
    assertThat(quiet.begin(recovery(""), Optional.of(Phase.MIGRATE), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(quiet.back(new Back.EndOf(Phase.EXPAND))).isInstanceOf(RunResult.RolledBack.class);
    assertThat(quiet.resume(Optional.of(Phase.MIGRATE), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(entries(Entry.Kind.POINT))
        .extracting(Entry::unit)
        .containsExactly("expand", "migrate", "migrate");
    assertThat(points()).extracting(RestorePoint::name).doesNotHaveDuplicates();
    assertThat(entries(Entry.Kind.BACKUP)).as("one backup is enough").hasSize(2);
    quiet.assertRolledBack();
  }

  @Test
  void reliesOnAFreshBackupThatIsThere() {
    Backup there;
    try (Session live = Session.open(url, "test")) {
      there = server.provider().take(live, () -> {});
    }
    assertThat(quiet.begin(recovery(", take: never"), Optional.of(Phase.PREPARATION), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(entries(Entry.Kind.BACKUP))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(BackupNote.parse(entry.detail()))
                    .contains(new BackupNote(there, Optional.empty())));
    quiet.assertRolledBack();
  }

  @Test
  void takesOneInAnyCaseWhereThatIsAskedFor() {
    try (Session live = Session.open(url, "test")) {
      assertThat(server.provider().take(live, () -> {}).chain()).hasSize(1);
    }
    assertThat(quiet.begin(recovery(", take: always"), Optional.of(Phase.PREPARATION), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(server.provider().backups()).hasSize(2);
    quiet.assertRolledBack();
  }

  @Test
  void isRefusedWithEverythingThatIsWrongAndTouchesNothing() {
    quiet.overrides =
        new RunOptions.Overrides(
            Optional.of("a test"), Optional.empty(), Optional.empty(), Optional.empty());
    server.set("archive_command", "false");
    try {
      RunResult result = quiet.begin(recovery(", take: never"), Optional.empty(), true);
      assertThat(result).isInstanceOf(RunResult.Refused.class);
      assertThat(((RunResult.Refused) result).reasons())
          .anyMatch(each -> each.contains("not ready: Incident Commander is not assigned"))
          .anyMatch(
              each -> each.startsWith("not ready: ") && each.contains("archive_command fails"))
          .anyMatch(each -> each.startsWith("not ready: there is no base backup in "));
    } finally {
      server.reset("archive_command");
    }
    try (Session session = Session.open(url, "test")) {
      assertThat(session.scalar("SELECT to_regnamespace('ripcord')")).isNull();
    }
  }

  @Test
  void whoSaysWhyBeginsWithoutAndTheJournalSaysSo() {
    assertThat(quiet.begin(recovery(", take: never"), Optional.of(Phase.EXPAND), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(quiet.journal())
        .anyMatch(each -> each.startsWith("BEGUN ") && each.contains("there is no base backup in "))
        .noneMatch(each -> each.startsWith("BACKUP ") || each.startsWith("POINT "));
    assertThat(status().lastRung().precaution().duty()).isEqualTo(Precaution.Duty.NONE);
    quiet.assertRolledBack();
  }

  @Test
  void aBackupThatWasStoppedIsTakenAnew() {
    Brake brake = new Brake();
    AtomicInteger begun = new AtomicInteger();
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.Note note && note.text().startsWith("taking a backup")) {
            begun.incrementAndGet();
          }
        };
    RunResult stopped = stoppedInTheBackup(brake);
    assertThat(stopped).as("it ended with an exception").isNull();
    assertThat(entries(Entry.Kind.BACKUP))
        .singleElement()
        .satisfies(entry -> assertThat(entry.detail()).startsWith("begun"));
    assertThat(server.provider().backups()).isEmpty();
    assertThat(status().lastRung().backup()).isEmpty();
    assertThat(quiet.resume(Optional.of(Phase.EXPAND), true)).isInstanceOf(RunResult.Reached.class);
    assertThat(begun).hasValue(1);
    assertThat(entries(Entry.Kind.BACKUP)).hasSize(3);
    assertThat(server.provider().backups()).hasSize(1);
    quiet.assertRolledBack();
  }

  private @org.jspecify.annotations.Nullable RunResult stoppedInTheBackup(Brake brake) {
    Runs runs =
        new Runs(
            url,
            quiet.clock,
            new RunOptions(
                "tester",
                Optional.empty(),
                new RunOptions.Consent(true, true, false),
                quiet.overrides,
                Optional.of(quiet.folder().resolve("no-proof.json")),
                quiet.folder()),
            brake,
            Means.of(
                new dev.ripcord.hook.HookRunner(
                    quiet.environment, List.of(), quiet.clock, millis -> {}),
                Map.of()),
            event -> {
              if (event instanceof RunEvent.Note note
                  && note.text().startsWith("taking a backup")) {
                brake.pull();
              }
            });
    try {
      return runs.begin(quiet.plan(recovery("")));
    } catch (Signals.Interrupted e) {
      return null;
    }
  }

  /** As a process would that died right after the backup was complete. */
  @Test
  void aBackupThatWasTakenButNotNotedIsTakenUp() {
    assertThat(stoppedInTheBackup(new Brake())).isNull();
    Backup complete;
    try (Session live = Session.open(url, "test")) {
      complete = server.provider().take(live, () -> {});
    }
    assertThat(quiet.resume(Optional.of(Phase.PREPARATION), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(status().lastRung().backup()).contains(new BackupNote(complete, Optional.empty()));
    assertThat(server.provider().backups()).containsExactly(complete);
    quiet.assertRolledBack();
  }

  @Test
  void aTurnMeanwhileInterruptsTheBackup() {
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.Note note && note.text().startsWith("taking a backup")) {
            try (Session session = Session.open(url, "test")) {
              Requests.rollback(session, new Back.Start(), Quiet.SOMEBODY);
            }
          }
        };
    assertThat(quiet.begin(recovery(""), Optional.empty(), true))
        .isInstanceOf(RunResult.RolledBack.class);
    assertThat(ArchivedServer.names(server.backups())).noneMatch(name -> name.contains("partial"));
    assertThat(quiet.events.stream().map(String::valueOf))
        .noneMatch(event -> event.contains("restore point"));
    try (Session session = Session.open(url, "test")) {
      assertThat(session.scalar("SELECT to_regnamespace('ripcord')")).isNull();
    }
  }

  @Test
  void aPointThatCannotBeMadeHoldsThePhase() {
    server.execute("CREATE ROLE pointless LOGIN REPLICATION IN ROLE pg_read_all_stats");
    server.execute("ALTER DATABASE " + url.database() + " OWNER TO pointless");
    quiet.sql("ALTER TABLE people OWNER TO pointless; GRANT ALL ON SCHEMA public TO pointless");
    DatabaseUrl theirs =
        new DatabaseUrl(url.host(), url.port(), url.database(), "pointless", "", Map.of());
    quiet.listener =
        event -> {
          if (event instanceof RunEvent.Note note && note.text().startsWith("backup taken")) {
            quiet.sql("REVOKE EXECUTE ON FUNCTION pg_create_restore_point(text) FROM pointless");
          }
        };
    // the function belongs to each database: what was granted in another one does not count here
    quiet.sql(
        "GRANT EXECUTE ON FUNCTION pg_switch_wal(), pg_create_restore_point(text) TO pointless");
    RunResult stuck =
        quiet.runs(theirs, Optional.of(Phase.EXPAND), true).begin(quiet.plan(recovery("")));
    assertThat(stuck)
        .isInstanceOfSatisfying(
            RunResult.Stuck.class,
            it -> {
              assertThat(it.title()).isEqualTo("make the restore point before expand");
              assertThat(it.reason()).contains("permission denied");
            });
    assertThat(entries(Entry.Kind.POINT)).isEmpty();
    quiet.sql("GRANT EXECUTE ON FUNCTION pg_create_restore_point(text) TO pointless");
    assertThat(quiet.runs(theirs, Optional.of(Phase.EXPAND), true).resume())
        .isInstanceOf(RunResult.Reached.class);
    assertThat(entries(Entry.Kind.POINT)).hasSize(1);
    quiet.assertRolledBack();
    quiet.sql("REASSIGN OWNED BY pointless TO postgres; DROP OWNED BY pointless");
  }

  @Test
  void withDumpsThereAreNoPointsAndItSaysSo() {
    String recovery = "recovery: {provider: pg_dump, location: %s}\n".formatted(quiet.folder());
    assertThat(quiet.begin(recovery, Optional.of(Phase.EXPAND), true))
        .isInstanceOf(RunResult.Reached.class);
    assertThat(status().lastRung().backup()).isPresent();
    assertThat(entries(Entry.Kind.POINT)).isEmpty();
    assertThat(quiet.events.stream().map(String::valueOf))
        .anyMatch(event -> event.contains("no restore points are made"));
    quiet.assertRolledBack();
  }
}
