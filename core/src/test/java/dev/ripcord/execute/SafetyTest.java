package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ways in which data or the run could come to harm, each as it happens. */
@ExtendWith(TestDatabase.Extension.class)
class SafetyTest {
  private static final RunOutcome DONE = new RunOutcome.Completed();
  private static final String RENAME = "rename_column: {table: t, from: a, to: b}";

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
  }

  @Test
  void leavesAnIndexOfSomebodyElseAlone() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (a int)");
    Plan plan = plan("create_index: {table: t, name: mine, columns: [a]}");
    sql("CREATE INDEX mine ON u (a)");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT to_regclass('mine')")).isEqualTo("mine");
  }

  @Test
  void aSecondControllerIsToldWhoIsAtWork() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = plan("add_column: {table: t, column: c, type: int}");
    try (Engine first = engine(plan);
        Engine second = engine(plan)) {
      assertThat(first.forward(Phase.EXPAND)).isEqualTo(DONE);
      String holder = "another run is at work: pid " + first.backendPid();
      assertThat(second.forward(Phase.MIGRATE)).asString().contains("Refused", holder);
      assertThat(second.back(Phase.PREPARATION)).asString().contains("Refused", holder);
      assertThat(first.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void refusesAJournalThatSomebodyChanged() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
    }
    sql(
        "ALTER TABLE ripcord.journal DISABLE TRIGGER append_only;"
            + " UPDATE ripcord.journal SET detail = 'something else' WHERE seq = 2");
    try (Engine engine = engine(plan)) {
      assertThat(engine.back(Phase.PREPARATION))
          .isEqualTo(new RunOutcome.Refused("the journal was changed at entry 2"));
    }
  }

  @Test
  void refusesToGoOnWithAnotherPlan() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = plan("add_column: {table: t, column: c, type: int}");
    Plan other = plan("add_column: {table: t, column: d, type: int}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
    }
    try (Engine engine = engine(other)) {
      assertThat(engine.forward(Phase.EXPAND))
          .asString()
          .contains("Refused", "in the middle of another plan", plan.hash());
    }
    assertThat(
            scalar(
                "SELECT count(*) FROM pg_attribute WHERE attname = 'd' AND attrelid = 't'::regclass"))
        .isEqualTo("0");
  }

  /** The journal of an earlier round has the very entry that this COMMIT did not make. */
  @Test
  void takesNoEarlierRoundForThisCommit() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(engine.back(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      breakCommits("NEW.unit = 'expand-01/back-1'");
      assertThat(engine.back(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      mendCommits();
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT to_regnamespace('ripcord')")).isNull();
  }

  @Test
  void doesNothingThatItsJournalDoesNotSayWasStarted() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = plan("create_index: {table: t, name: mine, columns: [a]}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      breakCommits("NEW.kind = 'STARTED'");
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(scalar("SELECT to_regclass('mine')")).isNull();
      mendCommits();
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
    }
  }

  @Test
  void backfillsAgainAfterAWayBackThatWasKilled() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, NULL), (2, 5)");
    Plan plan = plan("backfill: {table: t, set: {a: '7'}, where: a IS NULL}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    dies(plan, "migrate-02/back-1");
    assertThat(scalar("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo("1");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(scalar("SELECT string_agg(a::text, ',' ORDER BY id) FROM t")).isEqualTo("7,5");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo("1");
  }

  /** A walk that stands at its end looks again when its criterion does not hold. */
  @Test
  void findsRowsThatMovedBehindTheWalk() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    Plan plan = plan(RENAME);
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      // a walk that saw nothing to do: its row had moved before it
      sql("INSERT INTO ripcord.walk VALUES ('migrate-01', 2, 1, 1, 0, 0)");
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT count(*) FROM t WHERE b = a")).isEqualTo("2");
  }

  @Test
  void restoresRowsThatMovedBehindTheWalk() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    Plan plan = plan(RENAME);
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      String drop = plan.phase(Phase.CLEANUP).steps().getLast().id();
      sql("INSERT INTO ripcord.walk VALUES ('" + drop + "/back-2', 2, 1, 1, 0, 0)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT string_agg(a, ',' ORDER BY id) FROM t")).isEqualTo("x,y");
  }

  @Test
  void keepsRowsThatMovedBehindTheWalk() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1)");
    Plan plan = plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      sql("UPDATE t SET c = 42");
      sql("INSERT INTO ripcord.walk VALUES ('expand-01/back-2', 2, 1, 1, 0, 0)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT new_1 FROM ripcord_kept.kept_01_t")).isEqualTo("42");
  }

  @Test
  void stopsBeforeValuesThatAnotherMigrationKept() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1)");
    try (Engine engine = engine(plan("add_column: {table: t, column: c, type: int}"))) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      sql("UPDATE t SET c = 42");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    try (Engine engine = engine(plan("add_column: {table: t, column: d, type: int}"))) {
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT new_1 FROM ripcord_kept.kept_01_t")).isEqualTo("42");
  }

  @Test
  void settingsOfTheDatabaseNeitherCancelNorHide() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text)");
    sql("INSERT INTO t SELECT n, 'x' FROM generate_series(1, 20) AS n");
    sql(
        """
        DO $$ BEGIN
          EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''40ms''', current_database());
          EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database());
        END $$
        """);
    Plan plan =
        plan(
            "backfill: {table: t, set: {a: \"CASE WHEN pg_sleep(0.01) IS NOT NULL THEN 'y' END\"}}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
    }
  }

  @Test
  void followsWhatATriggerOfTheUserAssigns() throws IOException {
    sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, a text, n int);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN NEW.a := 'made of ' || NEW.n; RETURN NEW; END $$;
        CREATE TRIGGER f BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
        INSERT INTO t VALUES (1, 'x', 1);
        """);
    Plan plan = plan(RENAME);
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      sql("UPDATE t SET n = 2");
    }
    assertThat(scalar("SELECT a || '/' || b FROM t")).isEqualTo("made of 2/made of 2");
  }

  @Test
  void followsAWriteThatIsEqualButNotTheSame() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a interval); INSERT INTO t VALUES (1, '24 hours')");
    Plan plan = plan(RENAME);
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      sql("UPDATE t SET a = '1 day'");
    }
    assertThat(scalar("SELECT b::text = a::text FROM t")).isEqualTo("t");
  }

  @Test
  void doesNotSwapSidesThatSomebodyHasLetDrift() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x')");
    Plan plan = plan(RENAME);
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      sql(
          "ALTER TABLE t DISABLE TRIGGER \"~ripcord_sync_01\"; UPDATE t SET a = 'y';"
              + " ALTER TABLE t ENABLE ALWAYS TRIGGER \"~ripcord_sync_01\"");
      assertThat(engine.forward(Phase.CONTRACT))
          .asString()
          .contains("contract-01", "no row of public.t has sides that follow from neither other");
      sql("UPDATE t SET a = 'z'");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT b FROM t")).isEqualTo("z");
  }

  @Test
  void doesNotSwapWhileTheSyncTriggerIsDisabled() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text)");
    Plan plan = plan(RENAME);
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      sql("ALTER TABLE t DISABLE TRIGGER ALL");
      assertThat(engine.forward(Phase.CONTRACT)).asString().contains("fires always");
    }
  }

  /** An open transaction of another client is older than the build, and as long as it likes. */
  @Test
  void anIndexOutwaitsAnOlderTransaction() throws Exception {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int)");
    Plan plan = plan("create_index: {table: t, name: t_a, columns: [a]}");
    try (Session other = database.open()) {
      other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM t");
      Thread ends =
          Thread.ofVirtual()
              .start(
                  () -> {
                    until("SELECT count(*) = 1 FROM pg_stat_progress_create_index");
                    String unused = scalar("SELECT pg_sleep(1)::text");
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
      try (Engine engine = Engine.open(plan, database.url(), Clock.systemUTC(), observer)) {
        assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      }
      ends.join();
      assertThat(gaveWay).isEmpty();
    }
    assertThat(scalar("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a'::regclass"))
        .isEqualTo("t");
  }

  private void until(String condition) {
    while (!"t".equals(scalar(condition))) {
      Thread.onSpinWait();
    }
  }

  @Test
  void keepsRowsWhoseParentWentWhileTheirTableWasAway() throws IOException {
    sql(
        """
        CREATE TABLE parent (id int PRIMARY KEY);
        CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent);
        INSERT INTO parent VALUES (1), (2);
        INSERT INTO child VALUES (10, 1), (20, 2);
        """);
    Plan plan = plan("drop_table: {table: child}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      sql("DELETE FROM parent WHERE id = 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT string_agg(id::text, ',') FROM child")).isEqualTo("10");
    String kept =
        scalar(
            "SELECT oid::regclass FROM pg_class WHERE relnamespace = 'ripcord_kept'::regnamespace");
    assertThat(scalar("SELECT id || ' of ' || parent FROM " + kept)).isEqualTo("20 of 2");
  }

  @Test
  void meansTheSameWhateverTheClientsSearchPath() throws IOException {
    sql(
        """
        CREATE FUNCTION public.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
        CREATE TABLE t (id int PRIMARY KEY, a int);
        """);
    Plan plan =
        plan(
            "transform: {table: t, from: [a], to: [{column: b, type: int, up: twice(a)}],"
                + " down: {a: b / 2}}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      sql("SET search_path = \"Odd Schema\"; INSERT INTO public.t (id, a) VALUES (1, 4)");
    }
    assertThat(scalar("SELECT b FROM t")).isEqualTo("8");
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
    try (Engine engine = Engine.open(plan, database.url(), Clock.systemUTC(), killer)) {
      RunOutcome unused = engine.back(Phase.PREPARATION);
      throw new AssertionError("still alive");
    } catch (RipcordException killed) {
      assertThat(killed).hasMessage("killed");
    }
  }

  /** From now on the connection breaks at the COMMIT of such an entry, which is not made. */
  private void breakCommits(String when) {
    sql(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER die AFTER INSERT ON ripcord.journal DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW WHEN (%s) EXECUTE FUNCTION die();
        """
            .formatted(when));
  }

  private void mendCommits() {
    sql("DROP TRIGGER die ON ripcord.journal; DROP FUNCTION die()");
  }

  private Plan plan(String change) throws IOException {
    Path file = folder.resolve("migration.yaml");
    Files.writeString(
        file,
        """
        migration: safety
        changes:
          - %s
        """
            .formatted(change));
    try (Session session = database.open()) {
      return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }

  private Engine engine(Plan plan) {
    return Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private @Nullable String scalar(String query) {
    try (Session session = database.open()) {
      return session.scalar(query);
    }
  }
}
