package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ways in which data or the run could come to harm, each as it happens. */
@ExtendWith(TestDatabase.Extension.class)
class SafetyTest {
  private static final String RENAME = "rename_column: {table: t, from: a, to: b}";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
  }

  @Test
  void leavesAnIndexOfSomebodyElseAlone() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (a int)");
    Plan plan = bench.plan("create_index: {table: t, name: mine, columns: [a]}");
    bench.sql("CREATE INDEX mine ON u (a)");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regclass('mine')")).isEqualTo("mine");
  }

  @Test
  void aSecondControllerIsToldWhoIsAtWork() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    try (Engine first = bench.engine(plan);
        Engine second = bench.engine(plan)) {
      assertThat(first.forward(Phase.EXPAND)).isEqualTo(DONE);
      String holder = "another run is at work: pid " + first.backendPid();
      assertThat(second.forward(Phase.MIGRATE)).asString().contains("Refused", holder);
      assertThat(second.back(Phase.PREPARATION)).asString().contains("Refused", holder);
      assertThat(first.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void refusesAJournalThatSomebodyChanged() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
    }
    bench.sql(
        "ALTER TABLE ripcord.journal DISABLE TRIGGER append_only;"
            + " UPDATE ripcord.journal SET detail = 'something else' WHERE seq = 2");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.back(Phase.PREPARATION))
          .isEqualTo(new RunOutcome.Refused("the journal was changed at entry 2"));
    }
  }

  @Test
  void refusesToGoOnWithAnotherPlan() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    Plan other = bench.plan("add_column: {table: t, column: d, type: int}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
    }
    try (Engine engine = bench.engine(other)) {
      assertThat(engine.forward(Phase.EXPAND))
          .asString()
          .contains("Refused", "in the middle of another plan", plan.hash());
    }
    assertThat(
            bench.scalar(
                "SELECT count(*) FROM pg_attribute WHERE attname = 'd' AND attrelid = 't'::regclass"))
        .isEqualTo("0");
  }

  /** The journal of an earlier round has the very entry that this COMMIT did not make. */
  @Test
  void takesNoEarlierRoundForThisCommit() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(engine.back(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      breakCommits("NEW.unit = 'expand-01/back-1'");
      assertThat(engine.back(Phase.EXPAND)).isInstanceOf(RunOutcome.Broken.class);
      mendCommits();
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord')")).isNull();
  }

  @Test
  void doesNothingThatItsJournalDoesNotSayWasStarted() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = bench.plan("create_index: {table: t, name: mine, columns: [a]}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      breakCommits("NEW.kind = 'STARTED'");
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Broken.class);
      assertThat(bench.scalar("SELECT to_regclass('mine')")).isNull();
      mendCommits();
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
    }
  }

  @Test
  void backfillsAgainAfterAWayBackThatWasKilled() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, NULL), (2, 5)");
    Plan plan = bench.plan("backfill: {table: t, set: {a: '7'}, where: a IS NULL}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    dies(plan, "migrate-02/back-1");
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo("1");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(bench.scalar("SELECT string_agg(a::text, ',' ORDER BY id) FROM t"))
          .isEqualTo("7,5");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo("1");
  }

  /** A walk that stands at its end looks again when its criterion does not hold. */
  @Test
  void findsRowsThatMovedBehindTheWalk() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    Plan plan = bench.plan(RENAME);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      // a walk that saw nothing to do: its row had moved before it
      bench.sql("INSERT INTO ripcord.walk VALUES ('migrate-01', 2, 1, 1, 0, 0)");
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE b = a")).isEqualTo("2");
  }

  @Test
  void restoresRowsThatMovedBehindTheWalk() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    Plan plan = bench.plan(RENAME);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      String drop = plan.phase(Phase.CLEANUP).steps().getLast().id();
      bench.sql("INSERT INTO ripcord.walk VALUES ('" + drop + "/back-2', 2, 1, 1, 0, 0)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(a, ',' ORDER BY id) FROM t")).isEqualTo("x,y");
  }

  @Test
  void keepsRowsThatMovedBehindTheWalk() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1)");
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("UPDATE t SET c = 42");
      bench.sql("INSERT INTO ripcord.walk VALUES ('expand-01/back-2', 2, 1, 1, 0, 0)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT new_1 FROM ripcord_kept.kept_01_t")).isEqualTo("42");
  }

  @Test
  void stopsBeforeValuesThatAnotherMigrationKept() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1)");
    try (Engine engine = bench.engine(bench.plan("add_column: {table: t, column: c, type: int}"))) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("UPDATE t SET c = 42");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    try (Engine engine = bench.engine(bench.plan("add_column: {table: t, column: d, type: int}"))) {
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT new_1 FROM ripcord_kept.kept_01_t")).isEqualTo("42");
  }

  @Test
  void settingsOfTheDatabaseNeitherCancelNorHide() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text)");
    bench.sql("INSERT INTO t SELECT n, 'x' FROM generate_series(1, 20) AS n");
    bench.sql(
        """
        DO $$ BEGIN
          EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''40ms''', current_database());
          EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
        END $$
        """);
    Plan plan =
        bench.plan(
            "backfill: {table: t, set: {a: \"CASE WHEN pg_sleep(0.01) IS NOT NULL THEN 'y' END\"}}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
    }
  }

  @Test
  void followsWhatATriggerOfTheUserAssigns() {
    bench.sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, a text, n int);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN NEW.a := 'made of ' || NEW.n; RETURN NEW; END $$;
        CREATE TRIGGER f BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
        INSERT INTO t VALUES (1, 'x', 1);
        """);
    Plan plan = bench.plan(RENAME);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("UPDATE t SET n = 2");
    }
    assertThat(bench.scalar("SELECT a || '/' || b FROM t")).isEqualTo("made of 2/made of 2");
  }

  @Test
  void followsAWriteThatIsEqualButNotTheSame() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a interval); INSERT INTO t VALUES (1, '24 hours')");
    Plan plan = bench.plan(RENAME);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("UPDATE t SET a = '1 day'");
    }
    assertThat(bench.scalar("SELECT b::text = a::text FROM t")).isEqualTo("t");
  }

  @Test
  void doesNotSwapSidesThatSomebodyHasLetDrift() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')");
    Plan plan = bench.plan(RENAME);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql(
          "ALTER TABLE t DISABLE TRIGGER \"~ripcord_sync_01\"; UPDATE t SET a = 'y';"
              + " ALTER TABLE t ENABLE ALWAYS TRIGGER \"~ripcord_sync_01\"");
      assertThat(engine.forward(Phase.CONTRACT))
          .asString()
          .contains("contract-01", "no row of public.t has sides that follow from neither other");
      bench.sql("UPDATE t SET a = 'z'");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT b FROM t")).isEqualTo("z");
  }

  @Test
  void doesNotSwapWhileTheSyncTriggerIsDisabled() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text)");
    Plan plan = bench.plan(RENAME);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("ALTER TABLE t DISABLE TRIGGER ALL");
      assertThat(engine.forward(Phase.CONTRACT)).asString().contains("fires always");
    }
  }

  /** An open transaction of another client is older than the build, and as long as it likes. */
  @Test
  void anIndexOutwaitsAnOlderTransaction() throws Exception {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = bench.plan("create_index: {table: t, name: t_a, columns: [a]}");
    try (Session other = bench.database().open()) {
      other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM t");
      Thread ends =
          Thread.ofVirtual()
              .start(
                  () -> {
                    until(
                        "SELECT count(*) = 1 FROM pg_stat_progress_create_index"
                            + " WHERE datname = current_database()");
                    String unused = bench.scalar("SELECT pg_sleep(1)::text");
                    other.execute("COMMIT");
                  });
      List<Integer> gaveWay = new ArrayList<>();
      Observer observer =
          new Observer() {
            @Override
            public void blocked(Unit unit, int attempt, String blockers) {
              gaveWay.add(attempt);
            }
          };
      try (Engine engine = Engine.open(plan, bench.database().url(), Clock.systemUTC(), observer)) {
        assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      }
      ends.join();
      assertThat(gaveWay).isEmpty();
    }
    assertThat(bench.scalar("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a'::regclass"))
        .isEqualTo("t");
  }

  private void until(String condition) {
    while (!"t".equals(bench.scalar(condition))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void keepsRowsWhoseParentWentWhileTheirTableWasAway() {
    bench.sql(
        """
        CREATE TABLE parent (id int PRIMARY KEY);
        CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent);
        INSERT INTO parent VALUES (1), (2);
        INSERT INTO child VALUES (10, 1), (20, 2);
        """);
    Plan plan = bench.plan("drop_table: {table: child}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("DELETE FROM parent WHERE id = 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT string_agg(id::text, ',') FROM child")).isEqualTo("10");
    String kept =
        bench.scalar(
            "SELECT oid::regclass FROM pg_class WHERE relnamespace = 'ripcord_kept'::regnamespace");
    assertThat(bench.scalar("SELECT id || ' of ' || parent FROM " + kept)).isEqualTo("20 of 2");
  }

  @Test
  void meansTheSameWhateverTheClientsSearchPath() {
    bench.sql(
        """
        CREATE FUNCTION public.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
        CREATE TABLE t (id int PRIMARY KEY, a int);
        """);
    Plan plan =
        bench.plan(
            "transform: {table: t, from: [a], to: [{column: b, type: int, up: twice(a)}],"
                + " down: {a: b / 2}}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("SET search_path = \"Odd Schema\"; INSERT INTO public.t (id, a) VALUES (1, 4)");
    }
    assertThat(bench.scalar("SELECT b FROM t")).isEqualTo("8");
  }

  private void dies(Plan plan, String unit) {
    Observer killer =
        new Observer() {
          @Override
          public void finished(Unit finished, Measured measured) {
            if (finished.id().equals(unit)) {
              throw new RipcordException(ProblemCode.STOPPED, "killed");
            }
          }
        };
    try (Engine engine = Engine.open(plan, bench.database().url(), Clock.systemUTC(), killer)) {
      RunOutcome unused = engine.back(Phase.PREPARATION);
      throw new AssertionError("still alive");
    } catch (RipcordException killed) {
      assertThat(killed).hasMessage("killed");
    }
  }

  /** From now on the connection breaks at the COMMIT of such an entry, which is not made. */
  private void breakCommits(String when) {
    bench.sql(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER die AFTER INSERT ON ripcord.journal DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW WHEN (%s) EXECUTE FUNCTION die();
        """
            .formatted(when));
  }

  private void mendCommits() {
    bench.sql("DROP TRIGGER die ON ripcord.journal; DROP FUNCTION die()");
  }
}
