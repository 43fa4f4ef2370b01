package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A trigger of the user's that would fire behind ours, and change what ours has dealt with. */
@ExtendWith(TestDatabase.Extension.class)
class FiringOrderTest {
  private static final String SCHEMA =
      """
      CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b int, u int CONSTRAINT one UNIQUE);
      CREATE TABLE keyless (a text, b int);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      """;

  private static final String KEYLESS = "backfill: {table: keyless, set: {b: '1'}}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          INSERT OR UPDATE | t       | ~ripcord_sync_01  | rename_column: {table: t, from: a, to: c}
          UPDATE           | t       | ~ripcord_sync_01  | change_type: {table: t, column: a, type: varchar(9), down: a}
          INSERT           | t       | ~ripcord_sync_01  | transform: {table: t, from: [a], to: [{column: c, type: text, up: lower(a)}], down: {a: c}}
          INSERT           | t       | ~ripcord_sync_01  | add_column: {table: t, column: c, type: text, not_null: true, backfill: a}
          UPDATE           | t       | ~ripcord_leave_01 | add_column: {table: t, column: c, type: text, backfill: a}
          INSERT           | t       | ~ripcord_sync_01  | drop_column: {table: t, column: b, down: '1'}
          INSERT           | t       | ~ripcord_guard_01 | drop_constraint: {table: t, name: one}
          UPDATE           | keyless | ~ripcord_sync_01  | backfill: {table: keyless, set: {b: '1'}}
          DELETE           | keyless | ~ripcord_sync_01  | backfill: {table: keyless, set: {b: '1'}}
          UPDATE           | keyless | ~ripcord_sync_01  | set_not_null: {table: keyless, column: b, up: '1'}
          """)
  void isRefused(String events, String table, String ours, String change, TestDatabase database) {
    for (String name : new String[] {"élan", "~s", "~~", "ÿ", "\uD83D\uDE80", "~ripcord_t"}) {
      if (name.compareTo(ours) > 0) {
        assertThatThrownBy(() -> plan(database, trigger(name, "BEFORE " + events, table), change))
            .as(name)
            .isInstanceOf(InputException.class)
            .hasMessageContaining(
                "m.yaml:3:5: trigger \"%s\" of public.%s would fire after \"%s\"",
                name, table, ours)
            .hasMessageContaining(
                "expected a name that sorts before '~': ALTER TRIGGER \"%s\" ON public.%s RENAME TO"
                    + " \"z_%s\"",
                name, table, name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER zz BEFORE INSERT OR UPDATE OR DELETE ON keyless FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER \"~r\" BEFORE UPDATE ON keyless FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER \"~ripcord_sync_07\" BEFORE UPDATE ON keyless FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER é BEFORE INSERT ON keyless FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER é AFTER UPDATE ON keyless FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER é BEFORE UPDATE ON keyless FOR EACH STATEMENT EXECUTE FUNCTION f()",
        "CREATE TRIGGER é BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE TRIGGER é BEFORE UPDATE ON keyless FOR EACH ROW EXECUTE FUNCTION f();"
            + " ALTER TABLE keyless DISABLE TRIGGER é"
      })
  void doesNoHarm(String trigger, TestDatabase database) {
    assertThatCode(() -> plan(database, trigger, KEYLESS)).doesNotThrowAnyException();
  }

  private static String trigger(String name, String when, String table) {
    return "CREATE TRIGGER \"%s\" %s ON %s FOR EACH ROW EXECUTE FUNCTION f()"
        .formatted(name, when, table);
  }

  private void plan(TestDatabase database, String trigger, String change) throws IOException {
    Path file = folder.resolve("m.yaml");
    Files.writeString(file, "migration: m\nchanges:\n  - " + change + "\n");
    try (Session session = database.open()) {
      session.execute("DROP TABLE IF EXISTS t, keyless; DROP FUNCTION IF EXISTS f");
      session.execute(SCHEMA);
      session.execute(trigger);
      Plan unused = Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }
}
