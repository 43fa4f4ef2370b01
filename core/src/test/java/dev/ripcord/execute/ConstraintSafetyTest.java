package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients write while a constraint is away, or new; and what becomes of it. */
@ExtendWith(TestDatabase.Extension.class)
class ConstraintSafetyTest {

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
  }

  @Test
  void repairedRowsComeBackUnlessSomebodyChangedThem() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, -1), (2, -2), (3, 3)");
    try (Engine engine = engine("add_check: {table: t, name: c, check: a > 0, up: {a: '7'}}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(all("SELECT a FROM t")).isEqualTo("3,7,7");
      bench.sql("UPDATE t SET a = 8 WHERE id = 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT a FROM t")).isEqualTo("-1,3,8");
  }

  @Test
  void aRepairThatDoesNotFitStopsAndGoesBack() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, -1)");
    try (Engine engine = engine("add_check: {table: t, name: c, check: a > 0, up: {a: '-7'}}")) {
      assertThat(engine.forward(Phase.CLEANUP)).asString().contains("violates check constraint");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT a FROM t")).isEqualTo("-1");
  }

  @Test
  void whatAKeyCascadedStaysDeletedOnTheWayBack() {
    bench.sql(
        """
        CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1), (2);
        CREATE TABLE t (id int PRIMARY KEY, p int); INSERT INTO t VALUES (1, 1), (2, 2), (3, 9);
        """);
    try (Engine engine =
        engine(
            "add_foreign_key: {table: t, name: f, columns: [p], references: {table: p, columns:"
                + " [id]}, on_delete: cascade, up: {p: 'NULL'}}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("DELETE FROM p WHERE id = 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT id || '-' || p FROM t")).isEqualTo("1-1,3-9");
  }

  @Test
  void doublesAreNamedBeforeAnIndexIsBuilt() {
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1,'x'), (2,'x'), (3,'y')");
    try (Engine engine = engine("add_unique: {table: t, name: u, columns: [a]}")) {
      assertThat(engine.forward(Phase.CLEANUP)).asString().contains("expand-01", "(x): 2 rows");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regclass('u')")).isNull();
  }

  @Test
  void aUniqueConstraintGoesForwardAgainAfterContractWasRolledBack() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text)");
    try (Engine engine = engine("add_unique: {table: t, name: u, columns: [a]}")) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(engine.back(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regclass('u')")).isNull();
  }

  @Test
  void rowsThatADroppedCheckForbadeAreMadeToFitAndKeptWhole() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text, CONSTRAINT c CHECK (length(a) < 4))");
    try (Engine engine =
        engine("drop_constraint: {table: t, name: c, down: {a: \"left(nullif(a, 'gone'), 3)\"}}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (1, 'fits'), (2, 'ok'), (3, 'longer')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT a FROM t")).isEqualTo("fit,lon,ok");
    assertThat(all("SELECT a FROM ripcord_kept.kept_01_t")).isEqualTo("fits,longer");
  }

  @Test
  void rowsThatDownDoesNotMakeFitAreKeptAside() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int, CONSTRAINT c CHECK (a < 4))");
    try (Engine engine = engine("drop_constraint: {table: t, name: c, down: {a: a - 10}}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (1, 1), (2, 5), (3, 50)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT a FROM t")).isEqualTo("-5,1");
    assertThat(all("SELECT a FROM ripcord_kept.kept_01_t")).isEqualTo("5,50");
  }

  @Test
  void orphansOfADroppedKeyAreKeptAside() {
    bench.sql(
        """
        CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1), (2);
        CREATE TABLE t (id int PRIMARY KEY, p int CONSTRAINT f REFERENCES p ON DELETE CASCADE);
        INSERT INTO t VALUES (1, 1), (2, 2);
        """);
    try (Engine engine = engine("drop_constraint: {table: t, name: f}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("DELETE FROM p WHERE id = 2; INSERT INTO t VALUES (3, 9), (4, NULL)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT id FROM t")).isEqualTo("1,4");
    assertThat(all("SELECT id FROM ripcord_kept.kept_01_t")).isEqualTo("2,3");
    assertThat(bench.scalar("SELECT convalidated FROM pg_constraint WHERE conname = 'f'"))
        .isEqualTo("t");
  }

  @Test
  void ofDoublesTheFirstStays() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a text CONSTRAINT u UNIQUE DEFERRABLE)");
    try (Engine engine = engine("drop_constraint: {table: t, name: u}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql(
          "INSERT INTO t VALUES (1, 'x'), (2, 'x'), (3, 'x'), (4, NULL), (5, NULL), (6, 'y')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT id FROM t")).isEqualTo("1,4,5,6");
    assertThat(all("SELECT id FROM ripcord_kept.kept_02_t")).isEqualTo("2,3");
    assertThat(bench.scalar("SELECT condeferrable FROM pg_constraint WHERE conname = 'u'"))
        .isEqualTo("t");
  }

  @Test
  void doublesAreMadeToFitWhereDownTellsThemApart() {
    bench.sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, a text CONSTRAINT u UNIQUE);
        CREATE TABLE hangs (t int REFERENCES t);
        """);
    try (Engine engine = engine("drop_constraint: {table: t, name: u, down: {a: a || id}}")) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (1, 'x'), (2, 'x'), (3, 'x'); INSERT INTO hangs VALUES (2)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT a FROM t")).isEqualTo("x,x2,x3");
  }

  @Test
  void theOldKeyIsUniqueAgainAfterCleanup() {
    bench.sql("CREATE TABLE t (id int PRIMARY KEY DEFERRABLE, a int); INSERT INTO t VALUES (1, 1)");
    try (Engine engine = engine("change_primary_key: {table: t, columns: [a]}")) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(engine.back(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (1, 2), (2, 3)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(all("SELECT a FROM t")).isEqualTo("1,3");
    assertThat(
            bench.scalar(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 't_pkey'"))
        .isEqualTo("PRIMARY KEY (id) DEFERRABLE");
    assertThat(
            bench.scalar(
                "SELECT attnotnull FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'"))
        .isEqualTo("f");
  }

  private Engine engine(String change) {
    return bench.engine(bench.plan(change));
  }

  private @Nullable String all(String query) {
    return bench.scalar(
        "SELECT string_agg(v, ',' ORDER BY v) FROM ("
            + query
            + ") AS q (v1),"
            + " LATERAL (SELECT v1::text AS v) AS t");
  }
}
