package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would not come back exactly is refused before anything is touched, with the reason. */
@ExtendWith(TestDatabase.Extension.class)
class RefusalTest {
  private static final String SCHEMA =
      """
      CREATE TABLE t (
        id bigint PRIMARY KEY, a int NOT NULL, b int, d timestamptz NOT NULL DEFAULT now(),
        s bigint GENERATED ALWAYS AS IDENTITY, c int UNIQUE, CONSTRAINT small CHECK (a < 9));
      CREATE TABLE lonely (id int PRIMARY KEY);
      CREATE TABLE keyless (a int NOT NULL, b int);
      CREATE TABLE by_unique (u int NOT NULL UNIQUE, r int NOT NULL, b int);
      CREATE UNIQUE INDEX replica ON by_unique (r);
      ALTER TABLE by_unique REPLICA IDENTITY USING INDEX replica;
      CREATE UNIQUE INDEX one_b ON t (b);
      CREATE INDEX by_a ON t (a);
      CREATE INDEX broken ON t (d);
      CREATE VIEW v AS SELECT id FROM t;
      CREATE VIEW on_v AS SELECT id FROM v;
      CREATE VIEW ruled AS SELECT id FROM t;
      CREATE RULE swallow AS ON INSERT TO ruled DO INSTEAD NOTHING;
      CREATE VIEW plain AS SELECT id FROM t;
      CREATE MATERIALIZED VIEW m AS SELECT id FROM t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass;
      """;

  @TempDir private Path folder = Path.of("");

  static List<Arguments> refused() {
    return List.of(
        refused("set_default: {table: t, column: s, default: '1'}", "is generated, so it has no"),
        refused("set_default: {table: t, column: b, default: 'null'}", "without a default gets"),
        refused(
            "backfill: {table: t, set: {c: '7'}}", "the same value in unique index public.t_c_key"),
        refused("backfill: {table: t, set: {b: \"'1'::int\"}}", "the same value in unique index"),
        refused("drop_default: {table: t, column: s}", "is generated, so it has no default"),
        refused("drop_not_null: {table: t, column: id, down: '1'}", "is in the primary key"),
        refused(
            "drop_not_null: {table: t, column: s, down: '1'}", "\"s\" is generated|s is generated"),
        refused("drop_not_null: {table: t, column: d}", "no constant default"),
        refused("drop_not_null: {table: t, column: a}", "no constant default"),
        refused("drop_not_null: {table: keyless, column: a, down: '1'}", "has no primary key"),
        refused(
            "drop_not_null: {table: by_unique, column: r, down: '1'}",
            "unique key by which rows|replica identity"),
        refused(
            "drop_not_null: {table: by_unique, column: u, down: '1'}",
            "unique key by which rows|replica identity"),
        refused(
            "set_not_null: {table: t, column: a}\n  - set_comment: {table: t, comment: x}",
            "a is NOT NULL already"),
        refused("set_comment: {table: t, column: x, comment: y}", "has no column x"),
        refused("set_comment: {table: x, comment: y}", "table public.x does not exist"),
        refused("rename_constraint: {table: t, from: x, to: y}", "has no constraint x"),
        refused(
            "rename_constraint: {table: t, from: small, to: t_pkey}", "constraint t_pkey already"),
        refused("rename_constraint: {table: t, from: t_pkey, to: by_a}", "a relation by_a already"),
        refused("rename_constraint: {table: t, from: late, to: y}", "is a constraint trigger"),
        refused("rename_index: {index: x, to: y}", "index public.x does not exist"),
        refused("rename_index: {index: t_pkey, to: y}", "belongs to the constraint"),
        refused("rename_index: {index: by_a, to: v}", "a relation v already"),
        refused("drop_index: {index: t_c_key}", "belongs to the constraint"),
        refused("drop_index: {index: one_b}", "is unique: rows that clients write"),
        refused("drop_index: {index: replica}", "is unique|is the replica identity"),
        refused("drop_index: {index: broken}", "is INVALID"),
        refused("create_view: {view: t, query: SELECT 1 AS a}", "a relation t already"),
        refused("replace_view: {view: x, query: SELECT 1 AS a}", "view public.x does not exist"),
        refused("replace_view: {view: m, query: SELECT 1 AS a}", "is materialized"),
        refused("replace_view: {view: ruled, query: SELECT 1 AS a}", "rule swallow"),
        refused(
            "replace_view: {view: v, query: SELECT 1 AS a}",
            "view on_v depends on it|view public.on_v depends on it"),
        refused("drop_view: {view: v}", "depends on it"),
        refused(
            "create_table: {table: v, columns: [{column: a, type: int}]}", "a relation v already"),
        refused(
            "create_table: {table: n, columns: [{column: a, type: int REFERENCES x}]}",
            "table public.x, which the new table references, does not exist"));
  }

  private static Arguments refused(String change, String message) {
    return Arguments.of(change, message);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void saysWhy(String change, String message, TestDatabase database) throws IOException {
    assertThatThrownBy(() -> plan(database, change))
        .isInstanceOf(InputException.class)
        .message()
        .containsPattern(message);
  }

  @ParameterizedTest
  @MethodSource("withAllColumns")
  void aViewOfAllColumnsWouldHoldThoseThatGo(String change, String message, TestDatabase database)
      throws IOException {
    assertThatThrownBy(() -> plan(database, "drop_column: {table: t, column: d}\n  - " + change))
        .isInstanceOf(InputException.class)
        .message()
        .containsPattern(message);
  }

  @ParameterizedTest
  @MethodSource("ofOldNames")
  void aViewOfWhatGoesCouldNotBeLetGo(
      String others, String query, String message, TestDatabase database) throws IOException {
    String view = "\n  - create_view: {view: n, query: \"" + query + "\"}";
    assertThatThrownBy(() -> plan(database, others + view))
        .isInstanceOf(InputException.class)
        .message()
        .contains(message);
  }

  static List<Arguments> ofOldNames() {
    return List.of(
        Arguments.of(
            "drop_column: {table: t, column: d}",
            "SELECT d FROM t",
            "the query of public.n reads column d of public.t, which this migration takes away"),
        Arguments.of(
            "rename_column: {table: t, from: d, to: e}",
            "SELECT t.d FROM public.t",
            "the query of public.n reads column d of public.t, which this migration takes away"),
        Arguments.of(
            "rename_table: {table: t, to: u}",
            "SELECT 1 AS one FROM ONLY t",
            "by the name that this migration takes away, expected its new name, public.u"),
        Arguments.of(
            "drop_table: {table: lonely}",
            "SELECT 1 AS one FROM (SELECT 2 AS two) AS s JOIN \\\"lonely\\\" ON true",
            "the query of public.n reads public.lonely, which this migration drops"));
  }

  static List<Arguments> withAllColumns() {
    return List.of(
        refused("create_view: {view: n, query: SELECT * FROM t}", "takes all columns"),
        refused("replace_view: {view: plain, query: SELECT t.* FROM t}", "takes all columns"));
  }

  private void plan(TestDatabase database, String changes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"), "migration: m\nchanges:\n  - " + changes + "\n");
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      Plan unused = Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }
}
