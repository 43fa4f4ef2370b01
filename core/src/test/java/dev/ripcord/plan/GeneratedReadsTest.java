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
import org.junit.jupiter.params.provider.ValueSource;

/** Where rows have no key, a backfill must not go by what is there only once a row is stored. */
@ExtendWith(TestDatabase.Extension.class)
class GeneratedReadsTest {
  private static final String SCHEMA =
      """
      CREATE TABLE keyless (a int, b int, g int GENERATED ALWAYS AS (a * 2) STORED);
      CREATE TABLE keyed (id int PRIMARY KEY, a int, b int, g int GENERATED ALWAYS AS (a * 2) STORED);
      CREATE TABLE letters (t int, b int, g int GENERATED ALWAYS AS (t * 2) STORED);
      CREATE TABLE parent (id int PRIMARY KEY);
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backfill: {table: keyless, set: {b: a + 1}, where: g < 10}",
        "backfill: {table: keyless, set: {b: g + 1}, where: b IS NULL}",
        "backfill: {table: keyless, set: {b: a + 1}, where: t.g < 10}",
        "backfill: {table: keyless, set: {b: hashtext(t::text)}, where: b IS NULL}",
        "set_not_null: {table: keyless, column: b, up: g}",
        "add_check: {table: keyless, name: big, check: b > 5, up: {b: g}}",
        "add_check: {table: keyless, name: big, check: b > g, up: {b: '100'}}",
        "add_foreign_key: {table: keyless, name: k, columns: [b], references: {table: parent, columns: [id]}, up: {b: g}}",
      })
  void areRefused(String change, TestDatabase database) {
    assertThatThrownBy(() -> plan(database, change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "m.yaml:3:5: table public.keyless has no key, so whether a row is done is asked in a"
                + " trigger before it is stored, where generated columns have no value yet: g,"
                + " expected the generated column's own expression in its place");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backfill: {table: keyed, set: {b: g + 1}, where: g < 10}",
        "backfill: {table: keyless, set: {b: a + 1}, where: a * 2 < 10}",
        "backfill: {table: keyless, set: {b: '7'}, where: \"'g' = 'g'\"}",
        "backfill: {table: letters, set: {b: t}}",
        "add_check: {table: keyless, name: big, check: g > 5}",
        "add_column: {table: keyless, column: c, type: int, backfill: g}",
      })
  void areLeftAloneElsewhere(String change, TestDatabase database) {
    assertThatCode(() -> plan(database, change)).doesNotThrowAnyException();
  }

  private void plan(TestDatabase database, String change) throws IOException {
    Path file = folder.resolve("m.yaml");
    Files.writeString(file, "migration: m\nchanges:\n  - " + change + "\n");
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      Plan unused = Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }
}
