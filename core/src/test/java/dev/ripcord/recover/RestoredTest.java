package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A real server, its base backup and its archive: every moment of it can be read beside it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class RestoredTest {
  private static final String COUNT = "SELECT count(*) FROM counted";

  private ArchivedServer server;
  private Provider.Physical provider;
  private Backup backup;
  private Beside beside;
  private RestorePoint two;
  private long damage;
  private String position;
  private java.time.Instant time;

  @BeforeAll
  void start() {
    server = ArchivedServer.withFolder();
    provider = server.provider();
    try (Session live = Session.open(server.url(), "test")) {
      live.execute("CREATE ROLE app; CREATE TABLE counted (n int); INSERT INTO counted VALUES (1)");
      live.execute("ALTER SYSTEM SET max_prepared_transactions = 7");
      backup = provider.take(live, () -> {});
      live.execute("INSERT INTO counted VALUES (2)");
      two = RestorePoint.create(live, "two");
      live.execute("INSERT INTO counted VALUES (3)");
      position = String.valueOf(live.scalar("SELECT pg_current_wal_lsn()"));
      time = Clock.systemUTC().instant();
      Session.Commit unused =
          live.transaction(
              inside -> {
                damage =
                    Long.parseLong(
                        String.valueOf(inside.scalar("SELECT pg_current_xact_id()::xid")));
                inside.execute("DELETE FROM counted WHERE n < 3");
              });
      live.execute("INSERT INTO counted VALUES (4), (5)");
      RestorePoint last = RestorePoint.create(live, "last");
      assertThat(provider.inspect(live, Clock.systemUTC().instant()).refusals()).isEmpty();
      assertThat(last.name()).isEqualTo("last");
      beside = Beside.of(live, server.url());
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private RestoredCluster to(Target target) {
    Restored.Outcome outcome = Restored.of(provider, backup, target, beside);
    assertThat(outcome).isInstanceOf(Restored.Outcome.There.class);
    return (RestoredCluster) ((Restored.Outcome.There) outcome).restored();
  }

  private static String ask(Restored restored, String query) {
    try (Session session = Session.open(restored.url("postgres"), "test")) {
      return String.valueOf(session.scalar(query));
    }
  }

  private List<String> left() {
    return ArchivedServer.names(server.space().resolve("ripcord-restored")).stream()
        .filter(name -> !name.equals("lock"))
        .toList();
  }

  @Test
  void readsEachMomentAndMovesOn() {
    try (RestoredCluster restored = to(new Target.Point(two.name()))) {
      assertThat(ask(restored, COUNT)).isEqualTo("2");
      assertThat(ask(restored, "SELECT pg_is_in_recovery()")).isEqualTo("t");
      assertThat(ask(restored, "SELECT current_setting('archive_mode')")).isEqualTo("off");
      assertThat(ask(restored, "SELECT current_setting('listen_addresses')")).isEmpty();
      assertThat(restored.stop()).contains("recovery stopping at restore point \"two\"");
      Restored.Measured measured = restored.measured();
      assertThat(measured.size()).isGreaterThan(1_000_000);
      assertThat(measured.wal()).isGreaterThan(0);
      assertThat(measured.files()).isPositive();
      assertThat(measured.replay()).isPositive();
      assertThat(restored.moveOn(new Target.Position(position)))
          .isInstanceOf(Restored.Outcome.There.class);
      assertThat(ask(restored, COUNT)).isEqualTo("3");
      assertThat(restored.moveOn(new Target.Transaction(damage, false)))
          .isInstanceOf(Restored.Outcome.There.class);
      assertThat(ask(restored, COUNT)).isEqualTo("3");
      assertThat(restored.moveOn(new Target.Transaction(damage, true)))
          .isInstanceOf(Restored.Outcome.There.class);
      assertThat(ask(restored, COUNT)).isEqualTo("1");
      assertThat(restored.measured().wal()).isGreaterThan(measured.wal());
      restored.promote();
      assertThat(ask(restored, "SELECT pg_is_in_recovery()")).isEqualTo("f");
      assertThatThrownBy(() -> restored.moveOn(new Target.Latest()))
          .isInstanceOf(RipcordException.class);
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void goesToATimeToTheBackupItselfAndToTheEnd() {
    try (RestoredCluster restored = to(new Target.Backup())) {
      assertThat(ask(restored, COUNT)).isEqualTo("1");
      assertThat(restored.moveOn(new Target.Time(time))).isInstanceOf(Restored.Outcome.There.class);
      assertThat(ask(restored, COUNT)).isEqualTo("3");
      assertThat(restored.moveOn(new Target.Latest())).isInstanceOf(Restored.Outcome.There.class);
      assertThat(ask(restored, COUNT)).isEqualTo("3");
      assertThat(ask(restored, "SELECT min(n) FROM counted")).isEqualTo("3");
    }
    assertThat(ArchivedServer.names(server.archive())).noneMatch(name -> name.endsWith(".history"));
  }

  /** {@code backup} is another moment each time, so a merge of it has nothing to go on with. */
  @Test
  void rowsComeBackFromEachBackup() {
    try (Session live = Session.open(server.url(), "test")) {
      live.execute("CREATE TABLE keyed (id int PRIMARY KEY); INSERT INTO keyed VALUES (1), (2)");
      for (int i = 0; i < 2; i++) {
        Backup newest = provider.take(live, () -> {});
        live.execute("DELETE FROM keyed");
        assertThat(putBack(newest, live).restored()).isEqualTo(2);
        assertThat(live.scalar("SELECT count(*) FROM keyed")).isEqualTo("2");
        live.execute("DELETE FROM keyed WHERE id = 1");
        assertThat(putBack(newest, live).restored()).isEqualTo(2);
        assertThat(live.scalar("SELECT count(*) FROM keyed")).as("the same again").isEqualTo("1");
        live.execute("INSERT INTO keyed VALUES (1)");
      }
      live.execute("DROP TABLE keyed; DROP SCHEMA ripcord_kept CASCADE");
    }
  }

  private MergeResult putBack(Backup from, Session live) {
    Restored.Outcome outcome = Restored.of(provider, from, new Target.Backup(), beside);
    try (Restored restored = Recoverer.required(outcome)) {
      return new TableRecovery.Work(restored, server.url(), live, said -> {})
          .run(
              List.of(QualifiedName.of("public", "keyed")),
              Optional.empty(),
              server.space().resolve("merge"),
              false)
          .merged();
    }
  }

  @Test
  void saysWhatTheServerSaysOfAMomentThatIsNotThere() {
    for (Target target :
        List.of(
            new Target.Point("nowhere"),
            new Target.Transaction(4_000_000_000L, false),
            new Target.Time(Clock.systemUTC().instant().plusSeconds(86_400)))) {
      Restored.Outcome outcome = Restored.of(provider, backup, target, beside);
      assertThat(outcome).isInstanceOf(Restored.Outcome.Unreached.class);
      Restored.Outcome.Unreached unreached = (Restored.Outcome.Unreached) outcome;
      assertThat(unreached.why())
          .contains("recovery ended before configured recovery target was reached");
      assertThat(unreached.older()).isTrue();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void saysThatABackupIsTooYoung() {
    Restored.Outcome outcome =
        Restored.of(provider, backup, new Target.Time(java.time.Instant.EPOCH), beside);
    assertThat(outcome).isInstanceOf(Restored.Outcome.Unreached.class);
    assertThat(((Restored.Outcome.Unreached) outcome).older()).isTrue();
  }

  @Test
  void refusesWithoutSpace() {
    FreeSpace little = folder -> Optional.of(backup.size());
    assertThatThrownBy(
            () -> Restored.of(provider, backup, new Target.Backup(), beside.with(little)))
        .hasMessageContaining("too little space to restore " + backup.label());
  }

  @Test
  void leavesNothingOfABackupThatIsGone() {
    Backup gone = new Backup("gone", backup.taken(), backup.size(), List.of("gone"));
    assertThatThrownBy(() -> Restored.of(provider, gone, new Target.Backup(), beside))
        .isInstanceOf(RipcordException.class);
    assertThat(left()).isEmpty();
  }

  /** The process that made it is killed in the middle. */
  @Test
  void goesWithItsProcess() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RestoredChild.class.getName(),
                server.backups().toString(),
                server.archive().toString(),
                server.space().toString(),
                server.url().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(child.inputReader().readLine()).isEqualTo("2");
    assertThat(left()).hasSize(1);
    assertThat(child.destroyForcibly().waitFor()).isEqualTo(128 + 9);
    long end = System.nanoTime() + java.time.Duration.ofSeconds(20).toNanos();
    while (!left().isEmpty() && System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
    assertThat(left()).isEmpty();
  }
}
