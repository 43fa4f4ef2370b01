package dev.ripcord.wayback;

import static dev.ripcord.wayback.Situation.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Fate;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said before a rollback of rows that do not fit is what becomes of them in it. */
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class LooksTest {
  private static final String TABLE =
      "CREATE TABLE t (id int PRIMARY KEY, a varchar(5), b int NOT NULL DEFAULT 7);"
          + " INSERT INTO t SELECT n, 'a' || n, n FROM generate_series(1, 20) AS n";

  @TempDir private Path folder;

  /**
   * @param early what new-shape clients write before {@code contract}; empty if they cannot
   * @param late what they write after it
   * @param example of one of the rows; empty when none is expected
   * @param earlyRows as many are expected to be found before {@code contract}
   * @param lateRows likewise, after it
   */
  record Case(
      String name,
      String schema,
      List<String> changes,
      String early,
      String late,
      String example,
      int earlyRows,
      int lateRows) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    String two = "UPDATE t SET c = 'x' || id WHERE id IN (3, 4)";
    return Stream.of(
        new Case(
            "add_column",
            TABLE,
            List.of("add_column: {table: t, column: c, type: text}"),
            two,
            two,
            "id = '3': c = 'x3'",
            2,
            2),
        new Case(
            "add_column filled from a column that is renamed",
            TABLE,
            List.of(
                "rename_column: {table: t, from: a, to: z}",
                "add_column: {table: t, column: c, type: text, backfill: {value: upper(a)}}"),
            two,
            two,
            "id = '4': c = 'x4'",
            2,
            2),
        new Case(
            "rename_column",
            TABLE,
            List.of("rename_column: {table: t, from: a, to: z}"),
            "UPDATE t SET z = 'new' WHERE id = 3",
            "UPDATE t SET z = 'new' WHERE id = 3",
            "",
            0,
            0),
        new Case(
            "transform",
            TABLE,
            List.of(
                "transform: {table: t, from: [a], to: [{column: z, type: text, up: a}],"
                    + " down: {a: 'left(z, 5)'}}"),
            "UPDATE t SET z = 'much too long' WHERE id IN (5, 6, 7)",
            "UPDATE t SET z = 'much too long' WHERE id IN (5, 6, 7)",
            "id = '5': z = 'much too long'",
            3,
            3),
        new Case(
            "change_type",
            TABLE,
            List.of("change_type: {table: t, column: a, type: text}"),
            "UPDATE t SET ripcord_new_a = 'much too long' WHERE id IN (5, 6)",
            "UPDATE t SET a = 'much too long' WHERE id IN (5, 6)",
            "id = '5': a = 'much too long'",
            2,
            2),
        new Case(
            "change_type online",
            TABLE,
            List.of("change_type: {table: t, column: a, type: text, rollback: online}"),
            "",
            "UPDATE t SET a = 'much too long' WHERE id IN (5, 6)",
            "id = '5': a = 'much too long'",
            0,
            2),
        new Case(
            "drop_column",
            TABLE,
            List.of("drop_column: {table: t, column: b}"),
            "",
            "INSERT INTO t (id, a) VALUES (99, 'new')",
            "",
            0,
            0),
        new Case(
            "drop_not_null",
            TABLE,
            List.of("drop_not_null: {table: t, column: b}"),
            "",
            "UPDATE t SET b = NULL WHERE id < 5",
            "id = '1': b = NULL",
            0,
            4),
        new Case(
            "drop_constraint",
            TABLE + "; ALTER TABLE t ADD CONSTRAINT c CHECK (b < 100)",
            List.of("drop_constraint: {table: t, name: c}"),
            "",
            "UPDATE t SET b = 1000 WHERE id IN (8, 9)",
            "id = '8': b = '1000'",
            0,
            2),
        new Case(
            "drop_constraint unique",
            TABLE + "; ALTER TABLE t ADD CONSTRAINT u UNIQUE (b)",
            List.of("drop_constraint: {table: t, name: u}"),
            "",
            "UPDATE t SET b = 1 WHERE id IN (8, 9)",
            "id = '8': b = '1'",
            0,
            2),
        new Case(
            "drop_constraint foreign key",
            TABLE
                + "; CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p SELECT id FROM t;"
                + " ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES p",
            List.of("drop_constraint: {table: t, name: f}"),
            "",
            "DELETE FROM p WHERE id IN (2, 3)",
            "id = '2': b = '2'",
            0,
            2),
        new Case(
            "add_enum_value",
            "CREATE TYPE mood AS ENUM ('sad', 'ok');"
                + " CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'ok');"
                + " INSERT INTO t SELECT n, 'sad' FROM generate_series(1, 9) AS n",
            List.of("add_enum_value: {type: mood, value: happy}"),
            "UPDATE t SET ripcord_new_m = 'happy' WHERE id IN (1, 2)",
            "UPDATE t SET m = 'happy' WHERE id IN (1, 2)",
            "id = '1': m = 'happy'",
            2,
            2),
        new Case(
            "create_table",
            TABLE,
            List.of(
                "create_table: {table: n, columns: [{column: id, type: int}, {column: x, type: text}],"
                    + " primary_key: [id]}"),
            "INSERT INTO n VALUES (1, 'one'), (2, NULL)",
            "INSERT INTO n VALUES (1, 'one'), (2, NULL)",
            "id = '1': x = 'one'",
            2,
            2),
        new Case(
            "move_columns",
            TABLE
                + "; CREATE TABLE p (id int PRIMARY KEY);"
                + " INSERT INTO p SELECT id FROM t WHERE id < 10",
            List.of("move_columns: {table: t, columns: {a: a}, to: p, key: {id: id}}"),
            "INSERT INTO p VALUES (50, 'alone'); UPDATE p SET a = 'mine' WHERE id = 2",
            "INSERT INTO p VALUES (50, 'alone'); UPDATE p SET a = 'mine' WHERE id = 2",
            "id = '50': a = 'alone'",
            1,
            1),
        new Case(
            "widening",
            TABLE,
            List.of("change_type: {table: t, column: b, type: bigint}"),
            "UPDATE t SET ripcord_new_b = 5000000000 WHERE id IN (1, 2)",
            "UPDATE t SET b = 5000000000 WHERE id IN (1, 2)",
            "id = '1': b = '5000000000'",
            2,
            2));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsFoundIsWhatIsKept(Case each, TestDatabase database) {
    Situation situation = new Situation(database, folder);
    situation.sql(each.schema());
    Plan plan = situation.plan(each.changes().toArray(String[]::new));
    for (Phase phase : List.of(Phase.MIGRATE, Phase.CONTRACT, Phase.CLEANUP)) {
      assertThat(situation.forward(plan, phase)).as(phase.word()).isEqualTo(DONE);
      boolean late = phase != Phase.MIGRATE;
      situation.sql(late ? each.late() : each.early());
      Feasibility found = situation.ask(plan);

      List<String> examples = new ArrayList<>();
      long rows = 0;
      for (Finding finding : found.findings()) {
        assertThat(finding.rows()).as(finding.toString()).isInstanceOf(Count.Exactly.class);
        long those = ((Count.Exactly) finding.rows()).rows();
        assertThat(finding.examples()).hasSize((int) Math.min(10, those));
        rows += those;
        examples.addAll(finding.examples());
      }
      int expected = late ? each.lateRows() : each.earlyRows();
      assertThat(rows).as(phase + ": " + found.findings()).isEqualTo(expected);
      assertThat(found.obstacles()).isEmpty();
      if (expected > 0) {
        assertThat(examples).contains(each.example());
        assertThat(found.verdict()).isInstanceOf(Verdict.YesBut.class);
      } else {
        assertThat(found.verdict()).isEqualTo(new Verdict.Yes());
      }

      assertThat(situation.back(plan)).as(phase.word()).isEqualTo(DONE);
      assertThat(kept(database)).as(phase.word()).isEqualTo(expected);
      assertThat(found.findings())
          .allMatch(it -> it.rows().none() || !(it.look().fate() instanceof Fate.Refused));
      situation.sql("DROP SCHEMA IF EXISTS ripcord_kept CASCADE");
      situation.sql(
          "DROP TABLE IF EXISTS t, p CASCADE; DROP TYPE IF EXISTS mood; " + each.schema());
    }
  }

  @Test
  void rowsWithoutAKeyAreKnownByWhatTheyHad(TestDatabase database) {
    Situation situation = new Situation(database, folder);
    situation.sql(
        "CREATE TABLE t (a int, b text); INSERT INTO t SELECT n, 'old' || n FROM generate_series(1, 9) AS n");
    Plan plan = situation.plan("backfill: {table: t, set: {b: \"'new'\"}, where: b LIKE 'old%'}");
    assertThat(situation.forward(plan, Phase.CLEANUP)).isEqualTo(DONE);
    assertThat(situation.ask(plan).verdict()).isEqualTo(new Verdict.Yes());
    situation.sql(
        "UPDATE t SET a = 10 WHERE a = 1; UPDATE t SET b = 'newer' WHERE a = 2; DELETE FROM t WHERE a = 3;"
            + " ALTER TABLE t DISABLE TRIGGER ALL; UPDATE t SET a = 11 WHERE a = 4");
    Finding found = situation.ask(plan).findings().getFirst();
    assertThat(found.rows()).isEqualTo(new Count.Exactly(3));
    assertThat(found.examples())
        .containsExactlyInAnyOrder("b was 'old2'", "b was 'old3'", "b was 'old4'");
    assertThat(situation.back(plan)).isEqualTo(DONE);
    try (Session session = database.open()) {
      assertThat(session.scalar("SELECT string_agg(b, ' ' ORDER BY a) FROM t"))
          .isEqualTo("newer old5 old6 old7 old8 old9 old1 new");
    }
  }

  private static long kept(TestDatabase database) {
    try (Session session = database.open()) {
      List<String> stores =
          session.query(
              "SELECT oid::regclass::text AS store FROM pg_class"
                  + " WHERE relnamespace = to_regnamespace('ripcord_kept') AND relkind = 'r'",
              row -> row.text("store"));
      return stores.stream()
          .mapToLong(store -> Long.parseLong("" + session.scalar("SELECT count(*) FROM " + store)))
          .sum();
    }
  }
}
