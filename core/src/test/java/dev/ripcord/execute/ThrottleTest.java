package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.InstalledServer;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A walk gives way to clients and replicas of a real server. */
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class ThrottleTest {
  private static final Pace PACE =
      new Pace(
          Duration.ofMillis(500),
          20,
          Duration.ofMillis(40),
          OptionalInt.of(1),
          20,
          Duration.ofSeconds(1));
  private static final QualifiedName TABLE = QualifiedName.of("public", "t");

  @TempDir private Path folder;

  @Test
  void restsOnlyWhileClientsAreActive(TestDatabase database) throws Exception {
    try (Session client = database.open();
        Connection connection = new Connection(database.url());
        Throttle throttle = Throttle.of(Traffic.CLIENTS, PACE, connection, TABLE)) {
      client.execute("CREATE TABLE t (id integer)");
      waitUntil(() -> throttle.held().kind() == Held.Kind.NOT, () -> {});
      assertThat(rest(throttle, Duration.ofMillis(50))).isLessThan(Duration.ofMillis(20));
      waitUntil(
          () -> throttle.held().kind() == Held.Kind.CLIENTS, () -> client.execute("SELECT 1"));
      assertThat(throttle.held().why()).isEqualTo("1 client is active");
      assertThat(rest(throttle, Duration.ofMillis(50)))
          .isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
      waitUntil(() -> throttle.held().kind() == Held.Kind.NOT, () -> {});
    }
  }

  @Test
  void makesBatchesShorterWhileClientsWaitForThem(TestDatabase database) throws Exception {
    try (Session client = database.open();
        Connection connection = new Connection(database.url());
        Throttle throttle = Throttle.of(Traffic.CLIENTS, PACE, connection, TABLE)) {
      client.execute("CREATE TABLE t (id integer); INSERT INTO t VALUES (1)");
      connection.session().execute("BEGIN; UPDATE t SET id = 2");
      Thread waiting = new Thread(() -> client.execute("UPDATE t SET id = 3"));
      waiting.start();
      waitUntil(() -> throttle.held().kind() == Held.Kind.LOCKS, () -> {});
      assertThat(throttle.batchTime()).isEqualTo(Duration.ofMillis(10));
      connection.session().execute("COMMIT");
      waiting.join();
      waitUntil(
          () -> throttle.held().kind() == Held.Kind.CLIENTS, () -> client.execute("SELECT 1"));
      assertThat(throttle.batchTime()).isEqualTo(Duration.ofMillis(40));
      waitUntil(() -> throttle.held().kind() == Held.Kind.NOT, () -> {});
      assertThat(throttle.batchTime()).isEqualTo(Duration.ofMillis(160));
    }
  }

  @Test
  void restsWhileAReplicaIsTooFarBehind() throws Exception {
    DatabaseUrl server = InstalledServer.url();
    DatabaseUrl replica = InstalledServer.replica();
    DatabaseUrl url = server.withDatabase("walked");
    try (Session session = Session.open(server, "test")) {
      session.execute("CREATE DATABASE walked");
    }
    Plan plan;
    try (Session session = Session.open(url, "test")) {
      session.execute(
          "CREATE TABLE t (id integer PRIMARY KEY);"
              + " INSERT INTO t SELECT generate_series(1, 100000)");
      Path file = folder.resolve("small.yaml");
      Files.writeString(
          file,
          """
          pace: {replica_lag: 1s, batch_time: 20ms}
          changes:
            - add_column: {table: t, column: code, type: text, backfill: "'c' || id"}
          """);
      plan = Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
    try (Session behind = Session.open(replica, "test")) {
      waitUntil(() -> Boolean.parseBoolean(streams(server)), () -> {});
      behind.execute("SELECT pg_wal_replay_pause()");
      List<Observer.Batch> told = new CopyOnWriteArrayList<>();
      Observer observer =
          watching(
              batch -> {
                told.add(batch);
                if (told.size() == 1) {
                  sleep(3_500);
                } else if (rests(told).size() == 5) {
                  behind.execute("SELECT pg_wal_replay_resume()");
                }
              });
      try (Engine engine =
          Engine.open(
              plan.course(), url, Clock.systemUTC(), observer, Founding.NOTHING, Traffic.CLIENTS)) {
        assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(new RunOutcome.Completed());
        List<Observer.Batch> rests = rests(told);
        assertThat(rests).hasSizeGreaterThanOrEqualTo(5);
        assertThat(rests.getFirst().held()).matches("replica behind is [0-9]+ s behind");
        assertThat(rests)
            .extracting(Observer.Batch::changed)
            .containsOnly(rests.getFirst().changed());
        assertThat(told.getLast().changed()).isEqualTo(100_000);
        assertThat(told.getLast().held()).isEmpty();
        assertThat(engine.journal())
            .filteredOn(entry -> entry.kind() == Entry.Kind.NOTE)
            .first()
            .satisfies(note -> assertThat(note.detail()).startsWith("rests: replica behind is"));
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(new RunOutcome.Completed());
      } finally {
        behind.execute("SELECT pg_wal_replay_resume()");
      }
    }
  }

  private static String streams(DatabaseUrl server) {
    try (Session session = Session.open(server, "test")) {
      return String.valueOf(
          session.scalar(
              "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = 'behind'"
                  + " AND replay_lsn = pg_current_wal_lsn())::text"));
    }
  }

  private static List<Observer.Batch> rests(List<Observer.Batch> told) {
    return told.stream().filter(batch -> batch.held().startsWith("replica")).toList();
  }

  private static Observer watching(Consumer<Observer.Batch> watcher) {
    return new Observer() {
      @Override
      public void batch(Unit unit, Batch batch) {
        watcher.accept(batch);
      }
    };
  }

  private static Duration rest(Throttle throttle, Duration took) {
    long start = System.nanoTime();
    throttle.rest(took, held -> {}, new AtomicBoolean()::get);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What others do shows with the next look. */
  private static void waitUntil(BooleanSupplier condition, Runnable meanwhile) {
    for (int i = 0; i < 300 && !condition.getAsBoolean(); i++) {
      meanwhile.run();
      sleep(50);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
