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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A partitioned table is changed as a whole, or refused where a partition would not come back. */
@ExtendWith(TestDatabase.Extension.class)
class PartitionsTest {
  private static final String TABLES =
      """
      CREATE TABLE log (id int, day date, size int DEFAULT 1, state text NOT NULL, PRIMARY KEY (id, day))
        PARTITION BY RANGE (day);
      CREATE TABLE log_old PARTITION OF log FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
      CREATE TABLE log_new PARTITION OF log DEFAULT PARTITION BY HASH (id);
      CREATE TABLE log_1 PARTITION OF log_new FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE log_2 PARTITION OF log_new FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      """;

  @TempDir private Path folder = Path.of("");

  static List<Arguments> refused() {
    return List.of(
        Arguments.of(
            "",
            "add_column: {table: log_1, column: x, type: int}",
            "table public.log_1 is a partition, inherits or is inherited, or has foreign tables as"
                + " partitions, which is not supported, expected an ordinary table, or a"
                + " partitioned one"),
        Arguments.of(
            "CREATE TABLE above (id int PRIMARY KEY); CREATE TABLE below () INHERITS (above);",
            "add_column: {table: above, column: x, type: int}",
            "table public.above is a partition, inherits or is inherited"),
        Arguments.of(
            "CREATE FOREIGN DATA WRAPPER f; CREATE SERVER s FOREIGN DATA WRAPPER f;"
                + " CREATE TABLE far (id int NOT NULL) PARTITION BY LIST (id);"
                + " CREATE FOREIGN TABLE far_1 PARTITION OF far DEFAULT SERVER s;",
            "add_column: {table: far, column: x, type: int}",
            "or has foreign tables as partitions"),
        Arguments.of(
            "CREATE TABLE keyless (id int) PARTITION BY LIST (id);",
            "add_column: {table: keyless, column: x, type: int}",
            "table public.keyless is partitioned and has no key, so its rows cannot be told apart"),
        Arguments.of(
            "",
            "rename_column: {table: log, from: size, to: weight}",
            "table public.log is partitioned, and this change does not support that, expected one"
                + " of add_column, backfill"),
        Arguments.of(
            "",
            "create_index: {table: log, name: by_size, columns: [size, day], unique: true}",
            "so no unique index of it can be built without keeping clients out"),
        Arguments.of(
            "CREATE INDEX log_2_by_size ON log_2 (state);",
            "create_index: {table: log, name: by_size, columns: [size]}",
            "schema public has a relation log_2_by_size already"),
        Arguments.of(
            "ALTER TABLE log_2 ALTER size SET DEFAULT 2;",
            "set_default: {table: log, column: size, default: '3'}",
            "column size of the partition public.log_2 has another default or NOT NULL than that of"
                + " public.log, and would come back with the table's"),
        Arguments.of(
            "ALTER TABLE log_old ALTER size SET NOT NULL;",
            "set_not_null: {table: log, column: size}",
            "column size of the partition public.log_old has another default or NOT NULL"),
        Arguments.of(
            "ALTER TABLE log_1 ADD CONSTRAINT small CHECK (size < 10);",
            "add_check: {table: log, name: small, check: size < 10}",
            "table public.log_1 has a constraint small already"),
        Arguments.of(
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                + " CREATE TRIGGER \"~z\" BEFORE INSERT ON log_1 FOR EACH ROW EXECUTE FUNCTION f();",
            "add_column: {table: log, column: x, type: int, not_null: true, backfill: {value: id}}",
            "trigger \"~z\" of public.log_1 would fire after"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithTheReason(String more, String change, String what, TestDatabase database) {
    assertThatThrownBy(() -> plan(database, more, change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(what);
  }

  /** Since 18, where a NOT NULL has a name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE log_old RENAME CONSTRAINT log_old_pkey TO p",
        "CREATE TABLE log_3 (id int NOT NULL, day date NOT NULL, size int DEFAULT 1, state text"
            + " CONSTRAINT given NOT NULL); ALTER TABLE log DETACH PARTITION log_old; ALTER TABLE"
            + " log ATTACH PARTITION log_3 FOR VALUES FROM (MINVALUE) TO ('2020-01-01')",
        "ALTER TABLE log_old ADD CONSTRAINT log_state_not_null NOT NULL state"
      })
  void aNotNullOfAPartitionStays(String more, TestDatabase database) {
    String change = "drop_not_null: {table: log, column: state, down: \"'none'\"}";
    if (more.contains("NOT NULL")) {
      assertThatThrownBy(() -> plan(database, more, change))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(" has a NOT NULL for state of its own");
    } else {
      assertThat(plan(database, more, change).steps()).isNotEmpty();
    }
  }

  private Plan plan(TestDatabase database, String more, String change) {
    try (Session session = database.open()) {
      Statements.split(TABLES + more).forEach(each -> session.execute(each.text()));
      Path file = folder.resolve("m.yaml");
      Files.writeString(file, "migration: m\nchanges:\n  - " + change + "\n");
      return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
