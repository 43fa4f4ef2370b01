package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that nothing tells apart get their old values again, whatever clients did meanwhile. */
@ExtendWith(TestDatabase.Extension.class)
class BackfillWithoutKeyTest {
  private static final String FILL =
      "backfill: {table: t, set: {b: \"CASE WHEN a LIKE 'x%' THEN 'X' ELSE 'other' END\"}, where: b IS NULL OR b = 'old'}";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        "CREATE TABLE t (a text, b text, c numeric);"
            + " INSERT INTO t VALUES ('x1', NULL, 1), ('x1', 'old', 1), ('x1', 'X', 1), ('y', NULL, 2),"
            + " ('y', NULL, 2), ('z', 'mine', 3), (NULL, 'old', NULL)");
  }

  private String rows() {
    return String.valueOf(
        bench.scalar("SELECT string_agg(t::text, ' ' ORDER BY t::text COLLATE \"C\") FROM t"));
  }

  private String outcomes() {
    return String.valueOf(
        bench.scalar(
            "SELECT string_agg(n || ' ' || o, ', ' ORDER BY o) FROM (SELECT coalesce(outcome,"
                + " 'open') AS o, count(*) AS n FROM ripcord.before_01_t GROUP BY 1) AS x"));
  }

  /** Forward, the statements of clients, and back. */
  private void thereAndBack(String change, String... clients) {
    Plan plan = bench.plan(change);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      List.of(clients).forEach(bench::sql);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%ripcord%'"))
        .isEqualTo("0");
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord')")).isNull();
  }

  @Test
  void comesBackAsItWas() {
    String start = rows();
    Plan plan = bench.plan(FILL);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(rows())
          .isEqualTo("(,other,) (x1,X,1) (x1,X,1) (x1,X,1) (y,other,2) (y,other,2) (z,mine,3)");
      assertThat(outcomes()).isEqualTo("5 open");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo(start);
  }

  @Test
  void followsARowThatAClientChangesElsewhere() {
    thereAndBack(
        FILL,
        "UPDATE t SET c = 9 WHERE a = 'x1'",
        "UPDATE t SET c = c + 1 WHERE a = 'y'",
        "UPDATE t SET c = 4 WHERE a IS NULL; UPDATE t SET a = 'w' WHERE a IS NULL");
    assertThat(rows()).isEqualTo("(w,old,4) (x1,,9) (x1,X,9) (x1,old,9) (y,,3) (y,,3) (z,mine,3)");
  }

  @Test
  void keepsWhatAClientWroteSince() {
    thereAndBack(
        FILL,
        "UPDATE t SET b = 'newer' WHERE a = 'y' AND ctid = (SELECT max(ctid) FROM t WHERE a = 'y')",
        "UPDATE t SET b = 'newer', c = 7 WHERE a IS NULL",
        "UPDATE t SET c = 8 WHERE b = 'newer'");
    assertThat(rows())
        .isEqualTo("(,newer,8) (x1,,1) (x1,X,1) (x1,old,1) (y,,2) (y,newer,8) (z,mine,3)");
  }

  @Test
  void neitherGivesTheValuesOfRowsThatWentToOthers() {
    thereAndBack(
        FILL,
        "DELETE FROM t WHERE a = 'y'",
        "INSERT INTO t VALUES ('y', 'other', 2), ('v', 'other', 5)",
        "UPDATE t SET a = 'x1', b = 'X', c = 1 WHERE a = 'z'");
    assertThat(rows())
        .isEqualTo("(,old,) (v,other,5) (x1,,1) (x1,X,1) (x1,X,1) (x1,old,1) (y,other,2)");
  }

  @Test
  void emptiedTablesHaveNothingToRestore() {
    thereAndBack(FILL, "TRUNCATE t", "INSERT INTO t VALUES ('y', 'other', 2)");
    assertThat(rows()).isEqualTo("(y,other,2)");
  }

  @Test
  void whatIsRolledBackMovesNoNote() {
    thereAndBack(
        FILL,
        "BEGIN; UPDATE t SET c = 9; SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; ROLLBACK",
        "BEGIN; UPDATE t SET c = 5; SAVEPOINT s; UPDATE t SET c = 9; ROLLBACK TO s; COMMIT");
    assertThat(rows()).isEqualTo("(,old,5) (x1,,5) (x1,X,5) (x1,old,5) (y,,5) (y,,5) (z,mine,5)");
  }

  @Test
  void survivesThatTheTableIsWrittenAnew() {
    String start = rows();
    thereAndBack(
        FILL, "VACUUM FULL t", "CREATE INDEX i ON t (a)", "CLUSTER t USING i", "DROP INDEX i");
    assertThat(rows()).isEqualTo(start);
  }

  /** Each prints rows in its own way, and none may lose its row's note. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET LOCAL DateStyle = 'German'",
        "SET LOCAL TimeZone = 'Pacific/Chatham'",
        "SET LOCAL IntervalStyle = 'sql_standard'",
        "SET LOCAL extra_float_digits = -15",
        "SET LOCAL bytea_output = 'escape'",
        "SET LOCAL client_encoding = 'LATIN1'",
        "SET LOCAL search_path = ''",
        "SET LOCAL quote_all_identifiers = on"
      })
  void clientsMaySetWhatTheyWant(String setting) {
    bench.sql(
        "DROP TABLE t; CREATE TABLE t (a timestamptz, b text, c interval, d float8, e bytea,"
            + " \"odd Ünï\" text, f regclass, g money);"
            + " INSERT INTO t SELECT now(), NULL, '3 days 25:00', 1.0 / 3, '\\x00ff', 'größe',"
            + " 'pg_class', 7 FROM generate_series(1, 3)");
    String start = rows();
    thereAndBack(
        "backfill: {table: t, set: {b: \"'new'\"}, where: b IS NULL}",
        "BEGIN; " + setting + "; UPDATE public.t SET c = c * 2; COMMIT",
        "BEGIN; " + setting + "; UPDATE public.t SET c = c / 2; COMMIT");
    assertThat(rows()).isEqualTo(start);
  }

  @Test
  void theUsersTriggersHaveTheirSay() {
    bench.sql(
        """
        CREATE TABLE t_log (n int, was text);
        CREATE FUNCTION loud() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN NEW.b := upper(NEW.b); RETURN NEW; END $$;
        CREATE FUNCTION others() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF pg_trigger_depth() = 1 THEN UPDATE t SET c = coalesce(c, 0) + 1; END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER loud BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION loud();
        CREATE TRIGGER others AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION others();
        """);
    thereAndBack(FILL);
    // five rows changed, and changed back, by each of which all get one more; what is 'old' is
    // 'OLD' then
    assertThat(rows())
        .isEqualTo("(,OLD,10) (x1,,11) (x1,OLD,11) (x1,X,11) (y,,12) (y,,12) (z,MINE,13)");
  }

  @Test
  void aRowThatAClientMadeMatchAgainKeepsWhatTheClientWrote() {
    Plan plan = bench.plan(FILL.replace("b IS NULL OR b = 'old'", "b <> 'X'"));
    bench.sql("UPDATE t SET b = coalesce(b, 'nothing'), a = 'x'");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("UPDATE t SET b = 'a client''s' WHERE c = 2");
      try (Session session = bench.database().open()) {
        String walk = forward(plan);
        assertThat(session.updatePlain(walk)).isEqualTo(2);
        assertThat(session.updatePlain(walk)).isZero();
      }
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows())
        .isEqualTo(
            "(x,\"a client's\",2) (x,\"a client's\",2) (x,X,1) (x,mine,3) (x,nothing,1) (x,old,)"
                + " (x,old,1)");
  }

  /**
   * The way back waits for a row, while a client takes a note that it has seen along with another
   * row, and brings it back. Were it given to a row and not settled, a row that nobody has filled
   * would get the same value.
   */
  @Test
  void noNoteIsGivenTwiceThatAClientBringsBackMeanwhile() throws Exception {
    bench.sql(
        """
        DROP TABLE t; CREATE TABLE t (a text, b text, c int, filler text) WITH (autovacuum_enabled = off);
        ALTER TABLE t ALTER filler SET STORAGE PLAIN;
        INSERT INTO t SELECT a, b, 1, repeat('-', 5000)
          FROM (VALUES ('x', NULL), ('locked', NULL), ('x', 'old'), ('x', 'X')) AS v (a, b);
        """);
    String values = "SELECT string_agg(concat_ws(' ', a, b), ', ' ORDER BY a, b) FROM t";
    String start = bench.scalar(values);
    Plan plan = bench.plan(FILL.replace("LIKE 'x%'", "= 'x' OR a = 'locked'"));
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      // a row a block: those that were filled first, one that waits and one that is alike
      assertThat(bench.scalar("SELECT string_agg(ctid || a, ' ' ORDER BY ctid) FROM t"))
          .isEqualTo("(3,1)x (4,1)x (5,1)locked (6,1)x");
      String some =
          statement(plan.steps().stream().flatMap(step -> step.back().stream()), "(4,0)", "(6,0)");
      new Races(bench)
          .meanwhile(
              "UPDATE t SET c = 2 WHERE a = 'locked'",
              () -> {
                try (Session session = bench.database().open()) {
                  assertThat(session.updatePlain(some)).isEqualTo(1);
                }
              },
              () ->
                  bench.sql(
                      "UPDATE t SET c = 2 WHERE ctid = '(6,1)';"
                          + " UPDATE t SET c = 1 WHERE a = 'x' AND c = 2"));
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar(values)).isEqualTo(start);
  }

  /** The walk over the whole table. */
  private static String forward(Plan plan) {
    return statement(plan.steps().stream().map(Step::forward), "(0,0)", "(99,0)");
  }

  /** The first walk's, over some blocks. */
  private static String statement(Stream<Action> actions, String low, String high) {
    return actions
        .filter(Action.Walk.class::isInstance)
        .map(action -> ((Action.Walk) action).statement())
        .map(each -> each.replace(Action.Walk.LOW, "'" + low + "'::tid"))
        .map(each -> each.replace(Action.Walk.HIGH, "'" + high + "'::tid"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void refusesToGoOnForEver() {
    String start = rows();
    Plan plan = bench.plan("backfill: {table: t, set: {c: c + 1}}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE))
          .isInstanceOfSatisfying(
              RunOutcome.Failed.class,
              failed ->
                  assertThat(failed.toString())
                      .contains("would be changed again by the same backfill"));
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo(start);
  }
}
