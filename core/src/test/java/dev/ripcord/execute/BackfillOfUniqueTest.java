package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A literal for some rows of a unique column: how many rows that is, only the rows tell. */
@ExtendWith(TestDatabase.Extension.class)
class BackfillOfUniqueTest {
  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, code text UNIQUE, open boolean NOT NULL);"
            + " INSERT INTO t VALUES (1, 'a', true), (2, 'b', true), (3, 'c', false)");
  }

  @Test
  void stopsBeforeAnythingIsTouchedWhereTwoRowsWouldHaveIt() {
    stops("open", "(1); (2)");
  }

  @Test
  void stopsWhereAnotherRowHasItAlready() {
    bench.sql("UPDATE t SET code = 'x' WHERE id = 1");
    stops("not open", "(1); (3)");
  }

  @Test
  void goesOnWhereItIsOneRow() {
    Plan plan = bench.plan("backfill: {table: t, set: {code: \"'x'\"}, where: not open}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(codes()).isEqualTo("a,b,x");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(codes()).isEqualTo("a,b,c");
  }

  @Test
  void asksOfAConditionOverANewColumnWhenItIsThere() {
    Plan plan =
        bench.plan(
            "add_column: {table: t, column: late, type: boolean, default: 'true'}",
            "backfill: {table: t, set: {code: \"'x'\"}, where: late}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.MIGRATE)).asString().contains("(1); (2); (3)");
      assertThat(codes()).isEqualTo("a,b,c");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  private void stops(String where, String rows) {
    String before = codes();
    Plan plan = bench.plan("backfill: {table: t, set: {code: \"'x'\"}, where: " + where + "}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND))
          .isInstanceOf(RunOutcome.Failed.class)
          .asString()
          .contains("t_code_key", rows);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(codes()).isEqualTo(before);
  }

  private String codes() {
    return String.valueOf(bench.scalar("SELECT string_agg(code, ',' ORDER BY id) FROM t"));
  }
}
