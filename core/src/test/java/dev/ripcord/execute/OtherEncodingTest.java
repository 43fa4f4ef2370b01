package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database whose encoding has few characters. */
@ExtendWith(TestDatabase.Extension.class)
@Timeout(60)
class OtherEncodingTest {
  private static final String NAME = "latin_of_a_test";

  private static final String SOMEBODY_WAITS =
      "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
          + " AND wait_event_type = 'Lock')";

  @TempDir private Path folder;

  /** Then it is asked who waits for whom, inside of the step's transaction. */
  @Test
  void aStepGoesOnWhileSomebodyWaits(TestDatabase fresh) throws Exception {
    Bench bench = new Bench(fresh, folder);
    bench.sql("DROP DATABASE IF EXISTS " + NAME);
    bench.sql("CREATE DATABASE " + NAME + " ENCODING LATIN1 LOCALE 'C' TEMPLATE template0");
    DatabaseUrl url = fresh.url().withDatabase(NAME);
    try (Session holder = Session.open(url, "holder");
        Session waiter = Session.open(url, "waiter")) {
      holder.execute("CREATE TABLE t (id int); CREATE TABLE other (id int)");
      Plan plan = plan(url);
      holder.execute("BEGIN; LOCK TABLE other");
      FutureTask<String> waits =
          new FutureTask<>(() -> waiter.scalar("SELECT count(*) FROM other"));
      Thread.ofPlatform().start(waits);
      while (!"t".equals(holder.scalar(SOMEBODY_WAITS))) {
        assertThat(waits.isDone()).isFalse();
      }
      try (Engine engine = Engine.open(plan, url, Clock.systemUTC(), Observer.NONE)) {
        assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      }
      assertThat(waits.isDone()).as("there was somebody who waited").isFalse();
      holder.execute("COMMIT");
      assertThat(waits.get()).isEqualTo("0");
    } finally {
      bench.sql("DROP DATABASE " + NAME + " WITH (FORCE)");
    }
  }

  private Plan plan(DatabaseUrl url) throws IOException {
    Path file = folder.resolve("small.yaml");
    Files.writeString(file, "changes:\n  - add_column: {table: t, column: a, type: int}\n");
    try (Session session = Session.open(url, "planner")) {
      return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }
}
