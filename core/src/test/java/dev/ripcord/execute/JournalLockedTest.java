package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody locks the journal, as REASSIGN OWNED does, while a run writes it. */
@ExtendWith(TestDatabase.Extension.class)
@Timeout(60)
@ShortWaits
class JournalLockedTest {
  private static final Pace PACE = new Pace(Duration.ofMillis(100), 20, Duration.ofMillis(50));

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, v int);
        INSERT INTO t SELECT n, 100 FROM generate_series(1, 10) AS n;
        CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END';
        """);
  }

  /**
   * @param when what the engine waits for when somebody asks for the journal; he has it for a
   *     second
   */
  private RunOutcome lockedAt(Plan plan, String when) throws Exception {
    try (Engine engine = bench.engine(plan);
        Session somebody = bench.database().open()) {
      FutureTask<RunOutcome> run = new FutureTask<>(() -> engine.forward(Phase.CLEANUP));
      Thread.ofPlatform().start(run);
      await(when);
      somebody.execute("BEGIN; LOCK TABLE ripcord.journal IN SHARE MODE");
      somebody.execute("SELECT pg_sleep(1)");
      somebody.execute("COMMIT");
      return run.get();
    }
  }

  private void await(String event) throws InterruptedException {
    String found = "";
    while (!"true".equals(found)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the engine never came to " + event);
      }
      found =
          bench.scalar(
              "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'ripcord run'"
                  + " AND wait_event = '"
                  + event
                  + "')::text");
    }
  }

  /** He stands in line behind our transaction, and has the journal from our COMMIT on. */
  @Test
  void whatIsCommittedIsNotDoneAgain() throws Exception {
    bench.sql(
        """
        CREATE CONSTRAINT TRIGGER slow AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION slowly()
        """);
    Plan plan = bench.plan(PACE, "sql: {name: double, phase: migrate, up: UPDATE t SET v = v * 2}");
    assertThat(lockedAt(plan, "PgSleep")).isEqualTo(DONE);
    assertThat(bench.scalar("SELECT DISTINCT v FROM t")).isEqualTo("200");
    assertThat(
            bench.scalar(
                "SELECT count(*) FROM ripcord.journal WHERE kind = 'DONE' AND unit = 'migrate-01'"))
        .isEqualTo("1");
  }

  /** It is begun only when that is written down, which may take another attempt. */
  @Test
  void whatBeginsWaitsUntilItCanBeWrittenDown() throws Exception {
    bench.sql(
        """
        CREATE TABLE u (id int);
        CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON u DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION slowly()
        """);
    Plan plan =
        bench.plan(
            PACE,
            "sql: {name: sleeps, phase: expand, up: INSERT INTO u VALUES (1)}",
            "create_index: {table: t, name: t_v, columns: [v]}");
    assertThat(lockedAt(plan, "PgSleep")).isEqualTo(DONE);
    assertThat(bench.scalar("SELECT to_regclass('t_v')")).isEqualTo("t_v");
  }

  /** Nor for ever: the step fails, and can be taken again. */
  @Test
  void whoNeverGetsTheTableSaysSo() throws Exception {
    Pace soon = new Pace(Duration.ofMillis(50), 3, Duration.ofMillis(50));
    Plan plan = bench.plan(soon, "backfill: {table: t, set: {v: '7'}, where: id > 0}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      try (Session somebody = bench.database().open()) {
        somebody.execute("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
        assertThat(engine.forward(Phase.MIGRATE)).asString().contains("no lock within 3 attempts");
      }
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
  }
}
