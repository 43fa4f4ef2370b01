package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

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

/** A batch that waits for one row holds many, and who has that one may want one of them. */
@ExtendWith(TestDatabase.Extension.class)
@Timeout(60)
class BatchGivesWayTest {
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

  /** The pace would have it wait for an hour. */
  @Test
  void longBeforeThePacesLockTimeout() throws Exception {
    Plan plan =
        bench.plan(Duration.ofHours(1), "backfill: {table: t, set: {a: '-id'}, where: id > 0}");
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
