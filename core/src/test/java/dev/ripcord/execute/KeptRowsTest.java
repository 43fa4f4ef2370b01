package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients wrote while the new shape was there, and what the way back makes of it. */
@ExtendWith(TestDatabase.Extension.class)
class KeptRowsTest {

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
  }

  @Test
  void keepsWhichRowsWereNull() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    Plan plan = bench.plan("drop_not_null: {table: t, column: a, down: \"'row ' || id\"}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("UPDATE t SET a = NULL WHERE id = 2; INSERT INTO t VALUES (3, NULL), (4, 'z')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=x,2=row 2,3=row 3,4=z");
    assertThat(
            bench.scalar(
                "SELECT string_agg(key_1 || ' had ' || coalesce(new_1, 'NULL'), ',' ORDER BY key_1)"
                    + " FROM ripcord_kept.kept_01_t"))
        .isEqualTo("2 had NULL,3 had NULL");
  }

  @Test
  void restoresNullsButNotWhereSomebodyWroteSince() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 'c')");
    Plan plan = bench.plan("set_not_null: {table: t, column: a, up: \"'row ' || id\"}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(rows()).isEqualTo("1=row 1,2=row 2,3=c");
      bench.sql("UPDATE t SET a = 'mine' WHERE id = 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=NULL,2=mine,3=c");
  }

  /** A client that makes a row NULL again after its repair must not stop the validation. */
  @Test
  void repairsARowAgain() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, NULL), (2, 'b')");
    Plan plan = bench.plan("set_not_null: {table: t, column: a, up: \"'row ' || id\"}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql(
          "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN NEW.a := NULL; RETURN NEW; END';"
              + " CREATE TRIGGER f BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()");
      assertThat(engine.forward(Phase.MIGRATE)).isInstanceOf(RunOutcome.Failed.class);
      bench.sql("DROP TRIGGER f ON t");
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(rows()).isEqualTo("1=row 1,2=b");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=NULL,2=b");
  }

  /** Without 'up' a NULL is told, and nobody's row is touched. */
  @Test
  void refusesNullsWithoutARepair() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, NULL)");
    Plan plan = bench.plan("set_not_null: {table: t, column: a}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=NULL");
  }

  @Test
  void keepsANewTableThatHasRowsEachTime() {
    bench.sql("CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1)");
    Plan plan =
        bench.plan(
            "create_table: {table: n, columns: [{column: id, type: serial}, {column: p, type: int"
                + " REFERENCES p}], primary_key: [id]}");
    for (int round = 1; round <= 2; round++) {
      try (Engine engine = bench.engine(plan)) {
        assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
        bench.sql("INSERT INTO n (p) VALUES (1)");
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      }
      assertThat(bench.scalar("SELECT to_regclass('n')")).isNull();
      assertThat(
              bench.scalar(
                  "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                      + " 'ripcord_kept'::regnamespace"))
          .isEqualTo(Integer.toString(round));
    }
    assertThat(bench.scalar("SELECT count(*) FROM ripcord_kept.kept_01_n")).isEqualTo("1");
    bench.sql("DELETE FROM p");
  }

  @Test
  void dropsANewTableThatIsEmpty() {
    bench.sql("CREATE TABLE p (id int PRIMARY KEY)");
    Plan plan = bench.plan("create_table: {table: n, columns: [{column: id, type: int}]}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regclass('n')")).isNull();
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  private @Nullable String rows() {
    return bench.scalar(
        "SELECT string_agg(id || '=' || coalesce(a, 'NULL'), ',' ORDER BY id) FROM t");
  }
}
