package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Values that PostgreSQL takes for equal and that are not the same: no write of one is lost. */
@ExtendWith(TestDatabase.Extension.class)
class LikenessTest {
  private static final String TYPES =
      "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
          + " CREATE DOMAIN word AS text COLLATE ci; CREATE EXTENSION citext;"
          + " CREATE DOMAIN ratio AS float8;"
          + " CREATE TYPE pair AS (one text COLLATE ci, two numeric);"
          + " CREATE TYPE letters AS RANGE (subtype = text, collation = ci);";

  /** A column's type and collation, its type alone, and three values. */
  static final List<Arguments> equal =
      List.of(
          Arguments.of("text COLLATE ci", "text", "'bob'", "'Bob'", "'BOB'"),
          Arguments.of("varchar(9) COLLATE ci", "varchar(9)", "'bob'", "'Bob'", "'BOB'"),
          Arguments.of("char(9) COLLATE ci", "char(9)", "'bob'", "'Bob'", "'BOB'"),
          Arguments.of("text[] COLLATE ci", "text[]", "'{bob}'", "'{Bob}'", "'{BOB}'"),
          Arguments.of("word", "word", "'bob'", "'Bob'", "'BOB'"),
          Arguments.of("word[]", "word[]", "'{bob}'", "'{Bob}'", "'{BOB}'"),
          Arguments.of("citext", "citext", "'bob'", "'Bob'", "'BOB'"),
          Arguments.of("citext COLLATE ci", "citext", "'bob'", "'Bob'", "'BOB'"),
          Arguments.of("pair", "pair", "'(bob,1)'", "'(Bob,1.0)'", "'(BOB,1.00)'"),
          Arguments.of("letters", "letters", "'[a,b]'", "'[A,b]'", "'[A,B]'"),
          Arguments.of("bpchar", "bpchar", "'bob'", "'bob '", "'bob  '"),
          Arguments.of("numeric", "numeric", "'1'", "'1.0'", "'1.00'"),
          Arguments.of("jsonb", "jsonb", "'1'", "'1.0'", "'1.00'"),
          Arguments.of("json", "json", "'1'", "' 1'", "' 1 '"),
          Arguments.of("interval", "interval", "'24:00'", "'1 day'", "'0.5 day 12:00'"),
          Arguments.of("float8", "float8", "'0'", "'-0'", "'1e-320'"),
          Arguments.of("float4", "float4", "'0'", "'-0'", "'0.1'"),
          Arguments.of("point", "point", "'(0.1,0)'", "'(0.11,0)'", "'(0.12,0)'"),
          Arguments.of("ratio", "ratio", "'0.1'", "'0.11'", "'0.12'"),
          Arguments.of("float8[]", "float8[]", "'{0}'", "'{-0}'", "'{1e-320}'"),
          Arguments.of("timetz", "timetz", "'12:00+00'", "'13:00+01'", "'14:00+02'"));

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
  }

  @ParameterizedTest
  @FieldSource("equal")
  void aRenamedColumnTakesEveryWrite(
      String column, String type, String first, String second, String third) {
    table(column, first);
    keepsWrites("rename_column: {table: t, from: a, to: b}", type, second, third);
  }

  @ParameterizedTest
  @FieldSource("equal")
  void aTransformedColumnTakesEveryWrite(
      String column, String type, String first, String second, String third) {
    table(column, first);
    keepsWrites(
        "transform: {table: t, from: [a], to: [{column: b, type: '"
            + type
            + "', up: a}], down: {a: b}}",
        type,
        second,
        third);
  }

  private void keepsWrites(String change, String type, String second, String third) {
    Plan plan = bench.plan(change);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("SET extra_float_digits = -15; UPDATE t SET b = " + second);
      assertIs("a", type, second);
      bench.sql("SET extra_float_digits = -15; UPDATE t SET a = " + third);
      assertIs("b", type, third);
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("SET extra_float_digits = -15; UPDATE t SET b = " + second);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("UPDATE t SET b = " + third);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertIs("a", type, third);
  }

  @ParameterizedTest
  @FieldSource("equal")
  void aBackfillSeesEveryDifference(
      String column, String type, String first, String second, String third) {
    table(column, first);
    Plan plan = bench.plan("backfill: {table: t, set: {a: \"" + second + "\"}, where: id > 0}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertIs("a", type, second);
      bench.sql("UPDATE t SET a = " + third);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertIs("a", type, third);
  }

  @ParameterizedTest
  @FieldSource("equal")
  void aDroppedColumnIsArchivedWhereDownSaysOther(
      String column, String type, String first, String second, String third) {
    table(column, first);
    Plan plan = bench.plan("drop_column: {table: t, column: a, down: \"" + second + "\"}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertIs("a", type, first);
  }

  @ParameterizedTest
  @FieldSource("equal")
  void aValueOfAnAddedColumnIsKeptWhereItsDefaultIsOther(
      String column, String type, String first, String second, String third) {
    table(column, first);
    Plan plan = bench.plan("add_column: {table: t, column: b, type: '" + type + "', backfill: a}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("UPDATE t SET b = " + second);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(
            bench.scalar(
                "SELECT count(*) FROM ripcord_kept.kept_01_t WHERE record_image_eq(ROW(new_1), ROW("
                    + second
                    + "::"
                    + type
                    + "))"))
        .isEqualTo("1");
  }

  private void table(String column, String first) {
    bench.sql(TYPES + " CREATE TABLE t (id int PRIMARY KEY, a " + column + ")");
    bench.sql("INSERT INTO t VALUES (1, " + first + ")");
  }

  /** To the last byte. */
  private void assertIs(String column, String type, String value) {
    assertThat(
            bench.scalar(
                "SELECT CASE WHEN record_image_eq(ROW("
                    + column
                    + "), ROW("
                    + value
                    + "::"
                    + type
                    + ")) THEN "
                    + value
                    + " ELSE "
                    + column
                    + "::text || ' instead' END FROM t"))
        .isEqualTo(bench.scalar("SELECT " + value));
  }
}
