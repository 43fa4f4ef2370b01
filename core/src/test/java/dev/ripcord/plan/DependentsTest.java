package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import dev.ripcord.sql.Statements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever hangs on a column and is not carried over is refused, with the reason. */
@ExtendWith(TestDatabase.Extension.class)
class DependentsTest {
  private static final String TABLES =
      """
      CREATE TABLE t (id int PRIMARY KEY, a int, b int, c varchar(20) UNIQUE, d text);
      CREATE TABLE child (id int PRIMARY KEY, t int);
      """;
  private static final String RENAME = "rename_column: {table: t, from: a, to: z}";
  private static final String RENAME_KEY = "rename_column: {table: t, from: id, to: z}";
  private static final String RETYPE = "change_type: {table: t, column: a, type: bigint}";
  private static final String DROP = "drop_column: {table: t, column: a}";
  private static final String MERGE =
      "transform: {table: t, from: [a], to: [{column: z, type: text, up: 'a::text'}], down: {a: 'z::int'}}";
  private static final String IDENTITY = "ALTER TABLE t ALTER id ADD GENERATED ALWAYS AS IDENTITY;";

  @TempDir private Path folder = Path.of("");

  static List<Arguments> refused() {
    return List.of(
        Arguments.of(
            "CREATE MATERIALIZED VIEW m AS SELECT a FROM t",
            RENAME,
            "materialized view public.m (its rows are stored and would have to be computed again"),
        Arguments.of(
            "CREATE VIEW v AS SELECT a FROM t; CREATE MATERIALIZED VIEW m AS SELECT a FROM v",
            RETYPE,
            "materialized view public.m (its rows are stored"),
        Arguments.of(
            "CREATE RULE r AS ON INSERT TO t WHERE NEW.a > 3 DO ALSO SELECT 1",
            RENAME,
            "rule r on table public.t (a rule sees what a client writes, not what triggers make of it)"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql BEGIN ATOMIC SELECT * FROM t WHERE a = 1; END",
            RENAME,
            "function public.f() (it takes or gives whole rows of the table)"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t WHERE a = 1; END",
            RETYPE,
            "function public.f() (its result may depend on the type)"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql BEGIN ATOMIC SELECT a FROM t GROUP BY id; END",
            RENAME_KEY,
            "function public.f() (it groups by the primary key)"),
        Arguments.of(
            "CREATE VIEW v AS SELECT a FROM t; CREATE FUNCTION f(v) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            RETYPE,
            "function public.f(public.v) (it stands on a view that must be dropped and made again)"),
        Arguments.of(
            "CREATE VIEW v AS SELECT a FROM t;"
                + " CREATE POLICY p ON child USING (t IN (SELECT a FROM v))",
            RETYPE,
            "policy p on table public.child (it stands on a view that must be dropped and made again)"),
        Arguments.of(
            "CREATE VIEW v AS SELECT a FROM t;"
                + " CREATE ROLE ripcord_granter; GRANT SELECT ON v TO ripcord_granter WITH GRANT OPTION;"
                + " SET ROLE ripcord_granter; GRANT SELECT ON v TO PUBLIC; RESET ROLE",
            RETYPE,
            "view public.v (privileges on it were granted by others than its owner)"),
        Arguments.of(
            "CREATE TABLE holder (id int PRIMARY KEY, row t)",
            RENAME,
            "column row of table public.holder (it has whole rows of the table)"),
        Arguments.of(
            "CREATE TABLE holder (id int PRIMARY KEY, rows t[])",
            DROP,
            "column rows of table public.holder (it has whole rows of the table)"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';"
                + " CREATE VIEW v AS SELECT id FROM f()",
            RENAME,
            "view public.v over function public.f() (it has whole rows of the table)"),
        Arguments.of(
            "ALTER TABLE t ADD g int GENERATED ALWAYS AS (a + 1) STORED",
            RENAME,
            "generated column g of table public.t (the table would have to be rewritten)"),
        Arguments.of(
            "ALTER TABLE t ADD g int GENERATED ALWAYS AS (b + 1) STORED",
            "rename_column: {table: t, from: g, to: z}",
            "its value is generated"),
        Arguments.of(
            "ALTER TABLE t ADD CONSTRAINT x EXCLUDE (a WITH =)",
            RENAME,
            "exclusion constraint x (its index could not be built without locking the table)"),
        Arguments.of(
            "CREATE PUBLICATION ripcord_test_p FOR TABLE t (id, a)",
            RENAME,
            "(subscribers would get the columns under other names at once)"),
        Arguments.of(
            "ALTER TABLE t ALTER c SET NOT NULL; ALTER TABLE t REPLICA IDENTITY USING INDEX t_c_key",
            "rename_column: {table: t, from: c, to: z}",
            "index public.t_c_key (it is the replica identity, and would have to change)"),
        Arguments.of(
            "CREATE INDEX i ON t (lower(d), a); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 200",
            RENAME,
            "index public.i (it has a statistics target of its own)"),
        Arguments.of(
            "ALTER TABLE t CLUSTER ON t_pkey",
            RENAME_KEY,
            "index public.t_pkey (the table is clustered on it)"),
        Arguments.of(
            "ALTER TABLE child ADD CONSTRAINT k FOREIGN KEY (t) REFERENCES t ON UPDATE CASCADE",
            RENAME_KEY,
            "foreign key k of public.child (ON UPDATE and the sync trigger would both write the column)"),
        Arguments.of(
            "ALTER TABLE child ADD CONSTRAINT k FOREIGN KEY (t) REFERENCES t ON UPDATE SET NULL",
            "rename_column: {table: child, from: t, to: z}",
            "foreign key k (ON UPDATE and the sync trigger would both write the column)"),
        Arguments.of(
            "ALTER TABLE child ADD CONSTRAINT k FOREIGN KEY (t) REFERENCES t NOT ENFORCED",
            RENAME_KEY,
            "foreign key k of public.child (it is not enforced)"),
        Arguments.of(
            "ALTER TABLE child ADD CONSTRAINT k FOREIGN KEY (t) REFERENCES t;"
                + " ALTER TABLE child DISABLE TRIGGER ALL",
            RENAME_KEY,
            "foreign key k of public.child (its triggers are disabled)"),
        Arguments.of(
            "CREATE TABLE p (t int REFERENCES t) PARTITION BY RANGE (t)",
            RENAME_KEY,
            "foreign key p_t_fkey of public.p (the other table is partitioned, a partition, or inherits)"),
        Arguments.of(
            IDENTITY + " ALTER TABLE child ALTER t SET DEFAULT nextval('t_id_seq')",
            RENAME_KEY,
            "identity sequence public.t_id_seq (it has to be made again, and is used by default value for column t"),
        Arguments.of(
            IDENTITY + " ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO PUBLIC",
            RENAME_KEY,
            "(it has to be made again, and is used by default privileges on sequences)"),
        Arguments.of(
            "",
            "change_type: {table: t, column: id, type: bigint, up: 'id * 2', down: 'id / 2'}",
            "a key (its values must stay the same, without 'up' and 'down')"),
        Arguments.of(
            "",
            "change_type: {table: t, column: id, type: text}",
            "a key (it can only become another type of integer)"),
        Arguments.of(
            "CREATE SEQUENCE s OWNED BY t.a",
            "change_type: {table: t, column: a, type: smallint}",
            "a sequence that belongs to it (it can only become a wider integer)"),
        Arguments.of("CREATE SEQUENCE s OWNED BY t.a", DROP, "a sequence that belongs to it"),
        Arguments.of("CREATE VIEW v AS SELECT a FROM t", DROP, "view public.v"),
        Arguments.of("CREATE VIEW v AS SELECT a FROM t", MERGE, "view public.v"),
        Arguments.of("GRANT SELECT (a) ON t TO PUBLIC", MERGE, "privileges granted on it alone"),
        Arguments.of(
            "ALTER TABLE child ADD CONSTRAINT k FOREIGN KEY (t) REFERENCES t",
            "drop_column: {table: child, column: t}",
            "foreign key k"),
        Arguments.of("", "drop_column: {table: t, column: id, down: '1'}", "the primary key"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithTheReason(String more, String change, String what, TestDatabase database) {
    assertThatThrownBy(() -> plan(database, more, change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cannot be taken away: ")
        .hasMessageContaining(what);
  }

  @Test
  void aColumnIsAddedUnderAViewOverRows(TestDatabase database) {
    plan(
        database,
        "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';"
            + " CREATE VIEW v AS SELECT id FROM f()",
        "add_column: {table: t, column: z, type: int}");
    try (Session session = database.open()) {
      assertThat(session.scalar("SELECT count(*) FROM pg_views WHERE viewname = 'v'"))
          .isEqualTo("1");
    }
  }

  @Test
  void nothingIsAddedToRowsThatAreStoredElsewhere(TestDatabase database) {
    assertThatThrownBy(
            () ->
                plan(
                    database,
                    "CREATE TABLE holder (id int PRIMARY KEY, row t)",
                    "add_column: {table: t, column: z, type: int}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("table public.t gets no column: column row of table public.holder");
  }

  static List<Arguments> shared() {
    return List.of(
        Arguments.of("CREATE VIEW v AS SELECT a, b FROM t", "view public.v"),
        Arguments.of("CREATE INDEX i ON t (a, b)", "index public.i"),
        Arguments.of("ALTER TABLE t ADD CONSTRAINT k CHECK (a < b)", "constraint k of public.t"),
        Arguments.of("CREATE STATISTICS s ON a, b FROM t", "statistics public.s"));
  }

  @ParameterizedTest
  @MethodSource("shared")
  void twoChangesCannotTakeTheSameAlong(String more, String what, TestDatabase database) {
    assertThatThrownBy(
            () -> plan(database, more, RENAME, "rename_column: {table: t, from: b, to: y}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(what + " depends on another column that this migration replaces too");
  }

  static List<Arguments> touched() {
    return List.of(
        Arguments.of("CREATE VIEW v AS SELECT a FROM t", "drop_view: {view: v}", "view public.v"),
        Arguments.of(
            "CREATE VIEW v AS SELECT a FROM t",
            "replace_view: {view: v, query: SELECT 1 AS a}",
            "view public.v"),
        Arguments.of("CREATE INDEX i ON t (a)", "drop_index: {index: i}", "index public.i"),
        Arguments.of(
            "ALTER TABLE t ADD CONSTRAINT k UNIQUE (a)",
            "drop_constraint: {table: t, name: k}",
            "index public.k"),
        Arguments.of(
            "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 1)",
            "rename_constraint: {table: t, from: k, to: l}",
            "constraint k of public.t"));
  }

  @ParameterizedTest
  @MethodSource("touched")
  void whatGoesAlongCannotBeChangedToo(
      String more, String change, String what, TestDatabase database) {
    assertThatThrownBy(() -> plan(database, more, RENAME, change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(what + " goes along with a column that this migration replaces");
  }

  private void plan(TestDatabase database, String more, String... changes) {
    try (Session session = database.open()) {
      Statements.split(TABLES + more).forEach(each -> session.execute(each.text()));
      Path file =
          Files.writeString(
              folder.resolve("m.yaml"),
              "migration: m\nchanges:\n  - " + String.join("\n  - ", changes) + "\n");
      Plan unused = Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
