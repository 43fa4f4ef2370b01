package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A build that was really interrupted leaves an invalid index, which costs writers and serves none.
 */
@ExtendWith(TestDatabase.Extension.class)
class IndexLeftoversTest {
  private static final String INDEX = "create_index: {table: t, name: t_a, columns: [a]}";
  private static final String STATE =
      "SELECT coalesce((SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('t_a')), 'none')";

  @TempDir private Path folder;
  private Bench bench;
  private Plan plan;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE elsewhere (id int);"
            + " INSERT INTO t SELECT n, n FROM generate_series(1, 1000) AS n");
    plan = bench.plan(INDEX);
  }

  /** The last thing a build waits for are old snapshots: by then the index is there. */
  private static void holdSnapshot(Session old) {
    old.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM elsewhere");
  }

  private void untilBuildWaits() {
    String unused =
        bench.scalar(
            "DO $$ BEGIN FOR i IN 1..2000 LOOP"
                + " IF EXISTS (SELECT FROM pg_stat_progress_create_index"
                + " WHERE phase = 'waiting for old snapshots' AND datname = current_database()) THEN RETURN; END IF;"
                + " PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot();"
                + " END LOOP; RAISE 'no build'; END $$");
  }

  /** SIGKILL, while the old transaction goes on: its server must let go of the lock by itself. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofAProcessThatWasKilled(boolean resume) throws Exception {
    try (Session old = Session.open(bench.database().url(), "old")) {
      holdSnapshot(old);
      killAProcessThatBuilds();
      assertThat(bench.scalar(STATE)).isEqualTo("false");
      String leftover = bench.scalar("SELECT to_regclass('t_a')::oid");
      // the way is free although nobody has ended what the dead process waited for
      RunOutcome outcome = afterTheKill(resume);
      assertThat(outcome).isEqualTo(DONE);
      if (resume) {
        assertThat(bench.scalar(STATE)).isEqualTo("true");
        assertThat(bench.scalar("SELECT to_regclass('t_a')::oid")).isNotEqualTo(leftover);
      } else {
        assertThat(bench.scalar(STATE)).isEqualTo("none");
        assertThat(bench.scalar("SELECT to_regnamespace('ripcord')")).isNull();
      }
    }
  }

  /** A new build waits for the same old transaction, so it ends once ours has begun to wait. */
  private RunOutcome afterTheKill(boolean resume) throws InterruptedException {
    RunOutcome outcome = new RunOutcome.Refused("not tried");
    for (int i = 0; i < 100 && outcome instanceof RunOutcome.Refused; i++) {
      try (Engine engine = bench.engine(plan)) {
        outcome = resume ? resumeWhile(engine) : engine.back(Phase.PREPARATION);
      }
      Thread.sleep(100);
    }
    return outcome;
  }

  private RunOutcome resumeWhile(Engine engine) {
    CompletableFuture<RunOutcome> outcome =
        CompletableFuture.supplyAsync(() -> engine.forward(Phase.EXPAND));
    try {
      return outcome.get(3, TimeUnit.SECONDS);
    } catch (TimeoutException waits) {
      endOldTransactions();
      return outcome.join();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private void endOldTransactions() {
    bench.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE state = 'idle in transaction' AND datname = current_database()"
            + " AND application_name = 'old'");
  }

  private void killAProcessThatBuilds() throws Exception {
    DatabaseUrl url = bench.database().url();
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
                url.database(),
                folder.resolve("small.yaml").toString(),
                "forward")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      untilBuildWaits();
    } finally {
      Process killed = child.destroyForcibly();
      assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The server's administrator ends our session. */
  @Test
  void ofASessionThatWasEnded() {
    try (Session old = bench.database().open();
        Engine engine = bench.engine(plan)) {
      holdSnapshot(old);
      CompletableFuture<Void> ends =
          CompletableFuture.runAsync(
              () -> {
                untilBuildWaits();
                bench.sql("SELECT pg_terminate_backend(" + engine.backendPid() + ")");
              });
      assertThatThrownBy(() -> engine.forward(Phase.EXPAND))
          .isInstanceOfSatisfying(
              DatabaseException.class, e -> assertThat(e.connectionLost()).isTrue());
      ends.join();
    }
    assertThat(bench.scalar(STATE)).isEqualTo("false");
    resumes();
  }

  /** Or cancels the statement alone: the engine lives on, and says what happened. */
  @Test
  void ofAStatementThatWasCancelled() {
    try (Session old = bench.database().open();
        Engine engine = bench.engine(plan)) {
      holdSnapshot(old);
      CompletableFuture<Void> cancels =
          CompletableFuture.runAsync(
              () -> {
                untilBuildWaits();
                bench.sql("SELECT pg_cancel_backend(" + engine.backendPid() + ")");
              });
      assertThat(engine.forward(Phase.EXPAND)).asString().contains("Failed", "57014");
      cancels.join();
      old.execute("COMMIT");
      assertThat(bench.scalar(STATE)).isEqualTo("false");
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(bench.scalar(STATE)).isEqualTo("true");
    }
    resumes();
  }

  private void resumes() {
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(bench.scalar(STATE)).isEqualTo("true");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar(STATE)).isEqualTo("none");
  }

  /** What an interrupted REINDEX CONCURRENTLY of somebody else left behind stays theirs. */
  @Test
  void ofSomebodyElseStayThere() {
    bench.sql("CREATE INDEX theirs ON t (a)");
    Plan beside = bench.plan(INDEX);
    try (Session old = bench.database().open();
        Session theirs = bench.database().open()) {
      holdSnapshot(old);
      CompletableFuture<Void> cancels =
          CompletableFuture.runAsync(
              () -> {
                untilBuildWaits();
                theirs.cancel();
              });
      assertThatThrownBy(() -> theirs.execute("REINDEX INDEX CONCURRENTLY theirs"))
          .hasMessageContaining("canceling");
      cancels.join();
    }
    String leftover = bench.scalar("SELECT to_regclass('theirs_ccnew')::oid");
    assertThat(leftover).isNotNull();
    try (Engine engine = bench.engine(beside)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(bench.scalar(STATE)).isEqualTo("true");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regclass('theirs_ccnew')::oid")).isEqualTo(leftover);
  }
}
