package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Users' own statements set what they like, as each file of pg_dump does. */
@ExtendWith(TestDatabase.Extension.class)
@Timeout(60)
class RawSettingsTest {
  private static final Pace PACE = new Pace(Duration.ofMillis(50), 3, Duration.ofMillis(50));

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY); CREATE SCHEMA app; CREATE TABLE app.t (id int)");
  }

  @Test
  void theLockLimitHoldsAllTheSame() {
    Plan plan =
        bench.plan(
            PACE,
            "sql: {name: dumped, phase: migrate, up: \"SET lock_timeout = 0; ALTER TABLE t ADD b int\","
                + " down: ALTER TABLE t DROP b}");
    try (Engine engine = bench.engine(plan);
        Session client = bench.database().open()) {
      // so that without a limit this fails, rather than waits for ever
      client.execute("SET idle_in_transaction_session_timeout = '20s'; BEGIN; SELECT FROM t");
      assertThat(engine.forward(Phase.MIGRATE)).asString().contains("no lock within 3 attempts");
      client.execute("COMMIT");
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void theNextStepDoesNotSeeThem() {
    Plan plan =
        bench.plan(
            "sql: {name: first, phase: migrate, up: \"SET search_path TO app; SET lock_timeout = '1h';"
                + " SET session_replication_role = replica; SET ROLE pg_monitor; SELECT 1\"}",
            "sql: {name: second, phase: migrate, up: \"CREATE TABLE seen AS SELECT current_user::text AS who,"
                + " current_setting('search_path') AS path, current_setting('lock_timeout') AS patience,"
                + " current_setting('session_replication_role') AS role\"}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    assertThat(
            bench.scalar("SELECT concat_ws(' ', path, role, who = session_user) FROM public.seen"))
        .isEqualTo("public origin t");
    assertThat(bench.scalar("SELECT patience FROM public.seen")).isNotEqualTo("1h");
  }
}
