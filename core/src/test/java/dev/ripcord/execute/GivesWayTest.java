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
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds what we wait for may want what we have: we give way before anybody notices. */
@ExtendWith(TestDatabase.Extension.class)
@Timeout(60)
@ShortWaits
class GivesWayTest {
  private static final Pace PATIENT = new Pace(Duration.ofHours(1), 20, Pace.DEFAULT.batchTime());

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, a int);
        INSERT INTO t SELECT n, n FROM generate_series(1, 2000) AS n;
        """);
  }

  /** It holds many rows when it comes to one that somebody has. */
  @Test
  void aBatch() throws Exception {
    Plan plan = bench.plan(PATIENT, "backfill: {table: t, set: {a: '-id'}, where: id > 0}");
    // the client goes first: were a batch to wait for it for ever, the engine could not close
    try (Engine engine =
            Engine.open(plan, bench.database().url(), Clock.systemUTC(), Observer.NONE);
        Session client = bench.database().open()) {
      client.execute("BEGIN; UPDATE t SET a = 0 WHERE id = 1500");
      FutureTask<RunOutcome> run = new FutureTask<>(() -> engine.forward(Phase.MIGRATE));
      Thread.ofPlatform().start(run);
      awaitWaiting("true");
      awaitWaiting("false");
      // the batch holds none of its rows any more, so nobody waits for anybody
      client.execute("UPDATE t SET a = 0 WHERE id = 1; COMMIT");
      assertThat(run.get()).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE a <> -id")).isEqualTo("0");
  }

  /** No server finds the deadlock in time. */
  @Test
  void aStepOfTwoTables() throws Exception {
    bench.sql("CREATE TABLE child (id int PRIMARY KEY, parent int)");
    bench.sql(
        """
        DO $$ BEGIN
          EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''10min''', current_database());
        END $$
        """);
    Plan plan =
        bench.plan(
            PATIENT,
            "add_foreign_key: {table: child, name: f, columns: [parent], references: {table: t,"
                + " columns: [id]}}");
    try (Engine engine =
            Engine.open(plan, bench.database().url(), Clock.systemUTC(), Observer.NONE);
        Session client = bench.database().open()) {
      client.execute("SET lock_timeout = '20s'; BEGIN; UPDATE t SET a = 0 WHERE id = 1");
      FutureTask<RunOutcome> run = new FutureTask<>(() -> engine.forward(Phase.CLEANUP));
      Thread.ofPlatform().start(run);
      awaitWaiting("true");
      client.execute("INSERT INTO child VALUES (1, 1); COMMIT");
      assertThat(run.get()).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM pg_constraint WHERE conname = 'f'"))
        .isEqualTo("1");
  }

  private void awaitWaiting(String wanted) throws InterruptedException {
    String waits = "";
    while (!wanted.equals(waits)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("nobody gave way");
      }
      waits =
          bench.scalar(
              "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'ripcord run'"
                  + " AND wait_event_type = 'Lock')::text");
    }
  }
}
