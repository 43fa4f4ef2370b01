package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import dev.ripcord.schema.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** For each kind of change a database that has its new shape, and ones that almost have it. */
@ExtendWith(TestDatabase.Extension.class)
class AlreadyThereTest {
  private static final String TABLE =
      "CREATE TABLE t (id bigint PRIMARY KEY, a integer, s varchar(20), n integer NOT NULL);";
  private static final String BACKFILL = "backfill: {table: t, set: {a: '1'}}";
  private static final String SQL = "sql: {name: x, phase: expand, up: SELECT 1, down: SELECT 1}";

  @TempDir private Path folder = Path.of("");

  static List<Arguments> there() {
    return List.of(
        Arguments.of("add_column: {table: t, column: a, type: int4}", ""),
        Arguments.of("add_column: {table: t, column: s, type: 'varchar( 20 )'}", ""),
        Arguments.of(
            "add_column: {table: t, column: n, type: int, not_null: true, default: 1}",
            "ALTER TABLE t ALTER n SET DEFAULT 1"),
        Arguments.of("rename_column: {table: t, from: old, to: a}", ""),
        Arguments.of(transform(), "ALTER TABLE t ADD first text, ADD last text NOT NULL"),
        Arguments.of("change_type: {table: t, column: a, type: integer}", ""),
        Arguments.of("drop_column: {table: t, column: gone}", ""),
        Arguments.of("drop_table: {table: gone}", ""),
        Arguments.of(
            "add_check: {table: t, name: c, check: a > 0}",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)"),
        check("s IN ('x', 'y') AND s NOT LIKE 'z%'"),
        check("a BETWEEN 1 AND 5 OR NOT (n = 1 AND a != 2)"),
        check("position('x' in t.s) = 0"),
        Arguments.of("create_index: {table: t, name: i, columns: [a]}", "CREATE INDEX i ON t (a)"),
        Arguments.of(
            "create_index: {table: t, name: i, columns: ['(lower(s))', n desc], where: 'a in (1, 2)'}",
            "CREATE INDEX i ON t (lower(s), n DESC) WHERE a IN (1, 2)"),
        Arguments.of(
            "set_default: {table: t, column: s, default: \"'a' || 'b'\"}",
            "ALTER TABLE t ALTER s SET DEFAULT 'a' || 'b'"),
        Arguments.of(
            "set_default: {table: t, column: a, default: '-1'}",
            "ALTER TABLE t ALTER a SET DEFAULT -1"),
        Arguments.of("drop_default: {table: t, column: a}", ""),
        Arguments.of("set_not_null: {table: t, column: n}", ""),
        Arguments.of("drop_not_null: {table: t, column: a}", ""),
        Arguments.of(
            "set_comment: {table: t, column: a, comment: x}", "COMMENT ON COLUMN t.a IS 'x'"),
        Arguments.of("set_comment: {table: t, comment: null}", ""),
        Arguments.of("rename_constraint: {table: t, from: x, to: t_pkey}", ""),
        Arguments.of("rename_index: {index: x, to: i}", "CREATE INDEX i ON t (a)"),
        Arguments.of("drop_index: {index: x}", ""),
        Arguments.of(
            "create_view: {view: v, query: SELECT 1 AS a}", "CREATE VIEW v AS SELECT 1 AS a"),
        Arguments.of(
            "replace_view: {view: v, query: SELECT a FROM t}", "CREATE VIEW v AS SELECT a FROM t"),
        Arguments.of(
            "replace_view: {view: v, query: 'select x.a from t x join t y using (id) where y.a > 0'}",
            "CREATE VIEW v AS SELECT x.a FROM t x JOIN t y USING (id) WHERE y.a > 0"),
        Arguments.of("drop_view: {view: v}", ""),
        Arguments.of(
            "create_table: {table: x, columns: [{column: a, type: int}]}",
            "CREATE TABLE x (a int)"));
  }

  private static Arguments check(String expression) {
    return Arguments.of(
        "add_check: {table: t, name: c, check: \"" + expression + "\"}",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (" + expression + ")");
  }

  @ParameterizedTest
  @MethodSource("there")
  void nothingIsToDo(String change, String more, TestDatabase database) {
    assertThat(plan(database, more, change).steps()).isEmpty();
    assertThat(replan(database, change, BACKFILL, SQL).nothingToDo()).isTrue();
  }

  static Stream<Arguments> almost() {
    return Stream.of(
        Arguments.of("add_column: {table: t, column: a, type: bigint}", ""),
        Arguments.of(
            "add_column: {table: t, column: a, type: int, not_null: true, default: 1}", ""),
        Arguments.of("rename_column: {table: t, from: s, to: a}", ""),
        Arguments.of(
            "rename_column: {table: t, from: old, to: a}",
            "ALTER TABLE t ADD ripcord_retired_old integer"),
        Arguments.of(transform(), "ALTER TABLE t ADD first text"),
        Arguments.of("drop_column: {table: other, column: gone}", ""),
        Arguments.of(
            "add_check: {table: t, name: c, check: a > 0}",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID"),
        Arguments.of(
            "add_check: {table: t, name: c, check: (a + n) * a > 0}",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a + (n * a) > 0)"),
        Arguments.of(
            "add_check: {table: t, name: c, check: a BETWEEN 1 AND 5}",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1 AND a < 5)"),
        Arguments.of("create_view: {view: v, query: SELECT 1 AS a}", "CREATE VIEW v AS SELECT 2"),
        Arguments.of(
            "create_view: {view: v, query: SELECT a FROM t WITH CHECK OPTION}",
            "CREATE VIEW v AS SELECT a FROM t"),
        Arguments.of(
            "create_view: {view: v, query: SELECT a FROM t}",
            "CREATE VIEW v AS SELECT a FROM t WITH CHECK OPTION"),
        Arguments.of(
            "replace_view: {view: v, query: 'SELECT a, nosuch FROM t'}",
            "CREATE VIEW v AS SELECT a FROM t"),
        Arguments.of("add_column: {table: t, column: a, type: int, default: 5}", ""),
        Arguments.of(
            "create_index: {table: t, name: i, columns: [a, n]}", "CREATE INDEX i ON t (n, a)"),
        Arguments.of(
            "create_index: {table: t, name: i, columns: [a]}",
            "CREATE INDEX i ON t (a) WHERE a > 0"),
        Arguments.of(
            "create_index: {table: t, name: i, columns: [a], unique: true}",
            "CREATE INDEX i ON t (a)"));
  }

  @ParameterizedTest
  @MethodSource("almost")
  void almostIsAProblem(String change, String more, TestDatabase database) {
    assertThatThrownBy(() -> plan(database, more, change)).isInstanceOf(InputException.class);
  }

  static List<String> toDo() {
    return List.of(
        "change_type: {table: t, column: a, type: bigint}",
        "drop_column: {table: t, column: a}",
        "drop_table: {table: t}",
        "set_default: {table: t, column: a, default: '1'}",
        "set_comment: {table: t, comment: x}",
        "create_view: {view: v, query: SELECT a FROM t}",
        "drop_not_null: {table: t, column: n, down: '1'}",
        "set_not_null: {table: t, column: a, up: '1'}",
        "rename_constraint: {table: t, from: t_pkey, to: x}",
        "create_table: {table: x, columns: [{column: a, type: int}]}",
        BACKFILL,
        SQL);
  }

  @ParameterizedTest
  @MethodSource("toDo")
  void somethingIsToDo(String change, TestDatabase database) {
    assertThat(plan(database, "", change).nothingToDo()).isFalse();
  }

  @Test
  void someChangesThereKeepTheirProblems(TestDatabase database) {
    assertThatThrownBy(
            () ->
                plan(
                    database,
                    "",
                    "add_column: {table: t, column: a, type: int4}",
                    "add_column: {table: t, column: b, type: int4}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has a column a already");
  }

  @Test
  void aRoleThatReadsBrieflyByDefaultIsToldAsWell(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute(TABLE + "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)");
    }
    Migration migration = migration("add_check: {table: t, name: c, check: a > 0}");
    try (Session session = database.open()) {
      session.execute("SET default_transaction_read_only = on; SET statement_timeout = '1ms'");
      Snapshot snapshot = CatalogReader.snapshot(session);
      session.execute("SET statement_timeout = 0");
      assertThat(Fitting.plan(migration, snapshot, session, Planner::plan).steps()).isEmpty();
    }
  }

  @Test
  void nothingIsLeftOfWhatTheServerWasAsked(TestDatabase database) {
    Plan unused =
        plan(
            database,
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
            "add_check: {table: t, name: c, check: a > 0}");
    try (Session session = database.open()) {
      assertThat(session.scalar("SELECT count(*) FROM pg_class WHERE relname = 't'"))
          .isEqualTo("1");
    }
  }

  private static String transform() {
    return "transform: {table: t, from: [name], to: [{column: first, type: text, up: name},"
        + " {column: last, type: text, up: name, not_null: true}], down: {name: first || last}}";
  }

  private Plan plan(TestDatabase database, String more, String... changes) {
    try (Session session = database.open()) {
      session.execute(TABLE + more);
    }
    return replan(database, changes);
  }

  private Plan replan(TestDatabase database, String... changes) {
    try (Session session = database.open()) {
      return Fitting.plan(
          migration(changes), CatalogReader.snapshot(session), session, Planner::plan);
    }
  }

  private Migration migration(String... changes) {
    try {
      return MigrationReader.read(
          Files.writeString(
              folder.resolve("m.yaml"),
              "migration: m\nchanges:\n  - " + String.join("\n  - ", changes) + "\n"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
