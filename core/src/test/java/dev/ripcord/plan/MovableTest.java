package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns that cannot move, each with the reason. */
@ExtendWith(TestDatabase.Extension.class)
class MovableTest {
  private static final String MOVE =
      "move_columns: {table: here, columns: [a], to: there, key: {k: id}}";

  private static final String SCHEMA =
      """
      CREATE TYPE colour AS ENUM ('red', 'blue');
      CREATE TABLE here (
        id int PRIMARY KEY, big bigint NOT NULL UNIQUE, a text, b text NOT NULL, c text DEFAULT 'x', d text UNIQUE,
        e text CHECK (e <> ''), f text, g text GENERATED ALWAYS AS (f || '!') STORED, h text, n numeric NOT NULL UNIQUE,
        w varchar(9) COLLATE "C" NOT NULL UNIQUE, tint colour);
      CREATE INDEX by_h ON here (lower(h));
      GRANT SELECT (tint) ON here TO PUBLIC;
      CREATE TABLE there (
        k int PRIMARY KEY, taken text, loose int UNIQUE, often int NOT NULL, few int NOT NULL, later int NOT NULL UNIQUE DEFERRABLE,
        made int GENERATED ALWAYS AS (k + 1) STORED NOT NULL UNIQUE, n numeric NOT NULL UNIQUE, w varchar(9) NOT NULL UNIQUE);
      CREATE UNIQUE INDEX partly ON there (few) INCLUDE (often) WHERE few > 0;
      CREATE TABLE keyless (k int);
      CREATE UNLOGGED TABLE forgetful (k int PRIMARY KEY);
      CREATE TABLE parted (k int PRIMARY KEY) PARTITION BY RANGE (k);
      CREATE TABLE watched (k int PRIMARY KEY);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON watched FOR EACH ROW EXECUTE FUNCTION f();
      CREATE TRIGGER harmless AFTER INSERT OR DELETE ON there FOR EACH ROW EXECUTE FUNCTION f();
      CREATE VIEW v AS SELECT f FROM here;
      """;

  @TempDir private Path folder = Path.of("");

  static List<Arguments> refused() {
    return List.of(
        refused("x", "there", "k: id", "table public.here has no column x"),
        refused("a", "nowhere", "k: id", "table public.nowhere does not exist"),
        refused("a: taken", "there", "k: id", "has a column taken already"),
        refused("b", "there", "k: id", "column b is NOT NULL"),
        refused("c", "there", "k: id", "column c has a default"),
        refused("d", "there", "k: id", "cannot be taken away: index public.here_d_key"),
        refused("e", "there", "k: id", "check here_e_check"),
        refused("f", "there", "k: id", "view public.v"),
        refused("g", "there", "k: id", "its value is generated"),
        refused("h", "there", "k: id", "index public.by_h"),
        refused("id", "there", "k: id", "the primary key"),
        refused("w", "there", "w: w", "is part of the key"),
        refused("tint", "there", "k: id", "privileges granted on it alone"),
        refused("a", "there", "x: id", "table public.there has no column x"),
        refused("a", "there", "k: x", "table public.here has no column x"),
        refused(
            "a", "there", "k: big", "k of public.there is integer, big of public.here is bigint"),
        refused("a", "there", "w: w", "w of public.here is character varying(9) COLLATE"),
        refused("a", "there", "n: n", "equal values may differ"),
        refused("a", "there", "loose: id", "loose of public.there may be NULL"),
        refused("a", "there", "often: id", "nothing makes often unique in public.there"),
        refused("a", "there", "few: id", "nothing makes few unique in public.there"),
        refused("a", "there", "later: id", "nothing makes later unique in public.there"),
        refused("a", "there", "made: id", "made of public.there is generated"),
        refused("a", "keyless", "k: id", "has no primary key"),
        refused("a", "forgetful", "k: id", "is unlogged"),
        refused("a", "parted", "k: id", "is partitioned"),
        refused("a", "watched", "k: id", "trigger touch of public.watched fires for every UPDATE"));
  }

  private static Arguments refused(String columns, String to, String key, String message) {
    String all = columns.contains(":") ? "{" + columns + "}" : "[" + columns + "]";
    return Arguments.of(
        "move_columns: {table: here, columns: " + all + ", to: " + to + ", key: {" + key + "}}",
        message);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String change, String message, TestDatabase database) throws IOException {
    assertThatThrownBy(() -> plan(database, change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  static List<String> beside() {
    return List.of(
        "add_column: {table: there, column: z, type: int}",
        "drop_constraint: {table: there, name: there_pkey}",
        "create_index: {table: here, name: i, columns: [b]}",
        "rename_enum_value: {type: colour, from: red, to: green}",
        "move_columns: {table: here, columns: [f], to: watched, key: {k: id}}");
  }

  @ParameterizedTest
  @MethodSource
  void beside(String other, TestDatabase database) throws IOException {
    assertThatThrownBy(() -> plan(database, MOVE + "\n  - " + other))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the migration changes public.here or public.there otherwise too");
  }

  /** Every reason at once. */
  @Test
  void saysAll(TestDatabase database) {
    assertThatThrownBy(
            () ->
                plan(
                    database,
                    "move_columns: {table: here, columns: [b, c], to: forgetful, key: {k: big}}"))
        .hasMessageContaining("unlogged")
        .hasMessageContaining("b is NOT NULL")
        .hasMessageContaining("c has a default")
        .hasMessageContaining("is bigint");
  }

  @Test
  void plansWhatFitsAndKnowsItAgain(TestDatabase database) throws IOException {
    assertThat(plan(database, MOVE).steps()).hasSizeGreaterThan(6);
    try (Session session = database.open()) {
      session.execute(
          "ALTER TABLE there ADD a text; ALTER TABLE here RENAME a TO ripcord_retired_a");
      assertThatThrownBy(() -> plan(session, MOVE)).isInstanceOf(InputException.class);
      session.execute("ALTER TABLE here DROP ripcord_retired_a");
      assertThat(plan(session, MOVE).steps()).isEmpty();
    }
  }

  private Plan plan(TestDatabase database, String changes) throws IOException {
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      return plan(session, changes);
    }
  }

  private Plan plan(Session session, String changes) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"), "migration: m\nchanges:\n  - " + changes + "\n");
    return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
  }
}
