package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.ShortWaits;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Course;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several sessions walk one table, and none of them goes on without its controller. */
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class WorkersTest {
  private static final RunOutcome DONE = new RunOutcome.Completed();
  private static final String WRONG =
      "SELECT count(*) FROM t WHERE code IS DISTINCT FROM 'c' || id OR note IS DISTINCT FROM 'new'";

  @TempDir private Path folder;
  private TestDatabase database;
  private @Nullable Plan planned;

  @BeforeEach
  void load(TestDatabase fresh) {
    database = fresh;
    sql(
        """
        CREATE TABLE t (id integer PRIMARY KEY, note text, filler text);
        INSERT INTO t SELECT n, 'old', repeat('x', 100) FROM generate_series(1, 60000) AS n;
        ANALYZE;
        """);
  }

  @Test
  void walkTogetherAndBackAgain() {
    sql(
        """
        CREATE TABLE seen (pid integer PRIMARY KEY);
        CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO seen VALUES (pg_backend_pid()) ON CONFLICT DO NOTHING; RETURN NULL; END $$;
        CREATE TRIGGER see AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION see();
        """);
    try (Engine engine = engine(3, Observer.NONE)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(scalar(WRONG)).isEqualTo("0");
      assertThat(scalar("SELECT count(*) >= 3 FROM seen")).isEqualTo("t");
      assertThat(scalar("SELECT count(*) FROM ripcord.walk")).isEqualTo("0");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertAtTheStart();
  }

  @Test
  void oneGoesOnWhereSeveralWereStopped() {
    stop(4, 12);
    String left = scalar("SELECT count(*) FROM t WHERE code IS NULL");
    assertThat(Integer.parseInt(left)).isBetween(1, 59_999);
    assertThat(scalar("SELECT count(*) > 1 FROM ripcord.walk")).isEqualTo("t");
    stop(1, 3);
    stop(3, 3);
    try (Engine engine = engine(1, Observer.NONE)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(scalar(WRONG)).isEqualTo("0");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertAtTheStart();
  }

  @Test
  void aKilledProcessIsTakenUpWithAnotherNumberOfWorkers() throws Exception {
    DatabaseUrl copy = database.url().withDatabase(database.url().database() + " before");
    try (Session session = Session.open(database.url().withDatabase("postgres"), "test")) {
      session.execute(
          "CREATE DATABASE \""
              + copy.database()
              + "\" TEMPLATE \""
              + database.url().database()
              + "\"");
    }
    Random random = new Random(4711);
    int midway = 0;
    for (int round = 0; round < 4; round++) {
      kill(copy, 2 + round % 3, random.nextInt(100, 900));
      midway += "f".equals(scalar("SELECT to_regclass('ripcord.walk') IS NULL")) ? 1 : 0;
      Plan plan = plan(copy, 1 + round % 2 * 3);
      RunOutcome outcome = new RunOutcome.Refused("not tried");
      for (int i = 0; i < 100 && outcome instanceof RunOutcome.Refused; i++) {
        try (Engine engine = Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE)) {
          outcome = engine.forward(Phase.MIGRATE);
          if (outcome instanceof RunOutcome.Completed) {
            assertThat(scalar(WRONG)).isEqualTo("0");
            outcome = engine.back(Phase.PREPARATION);
          }
        }
      }
      assertThat(outcome).as("round " + round).isEqualTo(DONE);
      assertAtTheStart();
    }
    assertThat(midway).isPositive();
    try (Session session = Session.open(database.url().withDatabase("postgres"), "test")) {
      session.execute("DROP DATABASE \"" + copy.database() + "\" WITH (FORCE)");
    }
  }

  @Test
  void aWorkerCommitsNothingOnceItsControllerHasLostTheRun() {
    try (Connection first = new Connection(database.url());
        Session worker = first.worker()) {
      Fence fence = Fence.of(first);
      assertThat(worker.transaction(fence::enter)).isEqualTo(Session.Commit.COMMITTED);
      terminate(first.pid());
      assertThatThrownBy(() -> worker.transaction(fence::enter)).isInstanceOf(Fence.Shut.class);
      try (Connection second = new Connection(database.url())) {
        assertThat(second.locked()).isTrue();
        assertThatThrownBy(
                () ->
                    worker.transaction(
                        inside -> {
                          fence.enter(inside);
                          inside.update("UPDATE t SET note = 'too late' WHERE id = 1");
                        }))
            .isInstanceOf(Fence.Shut.class);
      }
      assertThat(scalar("SELECT note FROM t WHERE id = 1")).isEqualTo("old");
    }
  }

  @Test
  void nobodyBeginsWhileABatchOfALostControllerIsUnderWay() {
    try (Connection first = new Connection(database.url());
        Session worker = first.worker()) {
      Fence fence = Fence.of(first);
      Session.Commit commit =
          worker.transaction(
              inside -> {
                fence.enter(inside);
                terminate(first.pid());
                try (Connection second = new Connection(database.url())) {
                  assertThat(second.locked()).isFalse();
                }
                inside.update("UPDATE t SET note = 'in time' WHERE id = 1");
              });
      assertThat(commit).isEqualTo(Session.Commit.COMMITTED);
    }
    try (Connection second = new Connection(database.url())) {
      assertThat(second.locked()).isTrue();
      assertThat(scalar("SELECT note FROM t WHERE id = 1")).isEqualTo("in time");
    }
  }

  @Test
  void theWorkersOfATerminatedControllerStop() {
    Engine[] running = new Engine[1];
    Observer terminating =
        new Observer() {
          private int batches;

          @Override
          public void batch(Unit unit, Batch batch) {
            if (++batches == 3) {
              terminate(running[0].backendPid());
            }
          }
        };
    try (Engine engine = engine(3, terminating)) {
      running[0] = engine;
      // whoever notices it first, one of the workers or the engine
      String ended;
      try {
        ended = engine.forward(Phase.MIGRATE).toString();
      } catch (DatabaseException e) {
        ended = String.valueOf(e.getMessage());
      }
      assertThat(ended).containsAnyOf("terminating connection", "the connection broke");
    }
    assertThat(
            scalar(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'ripcord run'"
                    + " AND datname = current_database()"))
        .isEqualTo("0");
    try (Engine engine = engine(2, Observer.NONE)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(scalar(WRONG)).isEqualTo("0");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertAtTheStart();
  }

  @Test
  void whatAWorkerWaitsForIsMeasured() {
    // whoever walks beside the controller waits for the client
    sql(
        """
        CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF pg_backend_pid() NOT IN (SELECT pid FROM pg_locks
              WHERE locktype = 'advisory' AND classid = 7305801 AND objid = 1 AND granted) THEN
            PERFORM pg_advisory_xact_lock_shared(4711);
          END IF;
          RETURN NULL; END $$;
        CREATE TRIGGER wait BEFORE UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION wait();
        """);
    List<LockCare> cares = new ArrayList<>();
    try (Session client = Session.open(database.url(), "the client")) {
      client.execute("SELECT pg_advisory_lock(4711)");
      CompletableFuture<Void> letsGo =
          CompletableFuture.runAsync(
              () ->
                  sql(
                      """
                      DO $$ BEGIN
                        FOR i IN 1..1500 LOOP
                          EXIT WHEN EXISTS (SELECT FROM pg_locks
                            WHERE NOT granted AND objid = 4711 AND waitstart < clock_timestamp() - interval '200 ms');
                          PERFORM pg_sleep(0.01);
                        END LOOP;
                        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'the client';
                      END $$
                      """));
      Observer watching =
          new Observer() {
            @Override
            public void finished(Unit unit, Measured measured) {
              if (unit.action() instanceof Action.Walk) {
                cares.add(measured.care());
              }
            }
          };
      try (Engine engine = engine(2, watching)) {
        assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
        letsGo.join();
        assertThat(cares.getFirst().ourLongestWait()).isGreaterThan(Duration.ofMillis(150));
        assertThat(cares.getFirst().blockers()).singleElement().asString().contains("the client");
        assertThat(cares.getFirst().heldUp()).isEmpty();
        assertThat(engine.journal())
            .filteredOn(entry -> entry.kind() == Entry.Kind.MEASURED)
            .anyMatch(entry -> entry.detail().contains("for a lock of pid"));
      }
    }
  }

  @Test
  void dealsOutWhatIsLeft() {
    List<Stretch> left = List.of(new Stretch(0, 10, 100, 5, 50), new Stretch(1, 100, 100, 7, 7));
    assertThat(Stretch.deal(left, 1)).containsExactly(new Stretch(0, 10, 100, 12, 57));
    assertThat(Stretch.deal(left, 2))
        .containsExactly(new Stretch(0, 10, 74, 12, 57), new Stretch(1, 74, 100, 0, 0));
    assertThat(Stretch.deal(List.of(new Stretch(1, 100, 100, 7, 7)), 8))
        .containsExactly(new Stretch(0, 100, 100, 7, 7));
    assertThat(Stretch.deal(List.of(new Stretch(0, 0, 8_000, 0, 0)), 2))
        .hasSize(8)
        .last()
        .isEqualTo(new Stretch(7, 7_000, 8_000, 0, 0));
  }

  /** As a kill would: the connection drops after so many batches, nothing is tidied up. */
  private void stop(int workers, int batches) {
    Observer killer =
        new Observer() {
          private int seen;

          @Override
          public void batch(Unit unit, Batch batch) {
            if (++seen == batches) {
              throw new IllegalStateException("killed");
            }
          }
        };
    try (Engine engine = engine(workers, killer)) {
      assertThatThrownBy(() -> engine.forward(Phase.MIGRATE)).hasMessage("killed");
      engine.kill();
    }
  }

  private void kill(DatabaseUrl copy, int workers, int millis) throws Exception {
    DatabaseUrl url = database.url();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ResumeChild.class.getName(),
                url.host(),
                Integer.toString(url.port()),
                url.user(),
                url.password(),
                url.database(),
                copy.database(),
                migration(workers).toString(),
                "forward")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      boolean unused = child.waitFor(millis, TimeUnit.MILLISECONDS);
      assertThat(child.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Engine engine(int workers, Observer observer) {
    // the plan is made once: afterwards the table looks different
    if (planned == null) {
      planned = plan(database.url(), 1);
    }
    Plan plan = planned;
    for (int i = 0; i < 100; i++) {
      Engine opened =
          Engine.open(
              new Course(
                  plan.course().migration(),
                  plan.course().hash(),
                  pace(workers),
                  plan.course().steps()),
              database.url(),
              Clock.systemUTC(),
              observer,
              Founding.NOTHING,
              Traffic.NOBODY);
      if (opened.refusal().isEmpty()) {
        return opened;
      }
      opened.close();
    }
    throw new AssertionError("the run's lock was not to be had");
  }

  private static Pace pace(int workers) {
    return new Pace(
        Duration.ofMillis(500),
        20,
        Duration.ofMillis(5),
        OptionalInt.of(workers),
        25,
        Duration.ofSeconds(10));
  }

  private Path migration(int workers) {
    try {
      return Files.writeString(
          folder.resolve("small.yaml"),
          """
          migration: small
          pace: {workers: %d, batch_time: 5ms}
          changes:
            - add_column: {table: t, column: code, type: text, backfill: "'c' || id"}
            - backfill: {table: t, set: {note: "'new'"}, where: note = 'old'}
          """
              .formatted(workers));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Plan plan(DatabaseUrl url, int workers) {
    try (Session session = Session.open(url, "test")) {
      return Planner.plan(
          MigrationReader.read(migration(workers)), CatalogReader.snapshot(session));
    }
  }

  private void assertAtTheStart() {
    assertThat(scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("60000");
    assertThat(scalar("SELECT count(*) FROM information_schema.columns WHERE table_name = 't'"))
        .isEqualTo("3");
  }

  private void terminate(int pid) {
    assertThat(scalar("SELECT pg_terminate_backend(" + pid + ", 5000)")).isEqualTo("t");
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private String scalar(String query) {
    try (Session session = database.open()) {
      return String.valueOf(session.scalar(query));
    }
  }
}
