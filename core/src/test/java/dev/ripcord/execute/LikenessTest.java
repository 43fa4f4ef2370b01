package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Values that PostgreSQL takes for equal and that are not the same: no write of one is lost. */
@ExtendWith(TestDatabase.Extension.class)
class LikenessTest {
  private static final String TYPES =
      "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
          + " CREATE DOMAIN word AS text COLLATE ci; CREATE EXTENSION citext;"
          + " CREATE DOMAIN ratio AS float8;"
          + " CREATE TYPE pair AS (one text COLLATE ci, two numeric);"
          + " CREATE TYPE letters AS RANGE (subtype = text, collation = ci);";

  /**
   * What the column a of a table holds, one after the other.
   *
   * @param written its type and collation
   * @param type without a collation
   */
  private record Column(String written, String type, String first, String second, String third) {
    String table() {
      return "t" + (EQUAL.indexOf(this) + 1);
    }
  }

  private static final List<Column> EQUAL =
      List.of(
          new Column("text COLLATE ci", "text", "'bob'", "'Bob'", "'BOB'"),
          new Column("varchar(9) COLLATE ci", "varchar(9)", "'bob'", "'Bob'", "'BOB'"),
          new Column("char(9) COLLATE ci", "char(9)", "'bob'", "'Bob'", "'BOB'"),
          new Column("text[] COLLATE ci", "text[]", "'{bob}'", "'{Bob}'", "'{BOB}'"),
          new Column("word", "word", "'bob'", "'Bob'", "'BOB'"),
          new Column("word[]", "word[]", "'{bob}'", "'{Bob}'", "'{BOB}'"),
          new Column("citext", "citext", "'bob'", "'Bob'", "'BOB'"),
          new Column("citext COLLATE ci", "citext", "'bob'", "'Bob'", "'BOB'"),
          new Column("pair", "pair", "'(bob,1)'", "'(Bob,1.0)'", "'(BOB,1.00)'"),
          new Column("letters", "letters", "'[a,b]'", "'[A,b]'", "'[A,B]'"),
          new Column("bpchar", "bpchar", "'bob'", "'bob '", "'bob  '"),
          new Column("numeric", "numeric", "'1'", "'1.0'", "'1.00'"),
          new Column("jsonb", "jsonb", "'1'", "'1.0'", "'1.00'"),
          new Column("json", "json", "'1'", "' 1'", "' 1 '"),
          new Column("interval", "interval", "'24:00'", "'1 day'", "'0.5 day 12:00'"),
          new Column("float8", "float8", "'0'", "'-0'", "'1e-320'"),
          new Column("float4", "float4", "'0'", "'-0'", "'0.1'"),
          new Column("point", "point", "'(0.1,0)'", "'(0.11,0)'", "'(0.12,0)'"),
          new Column("ratio", "ratio", "'0.1'", "'0.11'", "'0.12'"),
          new Column("float8[]", "float8[]", "'{0}'", "'{-0}'", "'{1e-320}'"),
          new Column("timetz", "timetz", "'12:00+00'", "'13:00+01'", "'14:00+02'"));

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(TYPES);
    bench.sql(
        all(
            it ->
                "CREATE TABLE %s (id int PRIMARY KEY, a %s)".formatted(it.table(), it.written())));
    bench.sql(all(it -> "INSERT INTO %s VALUES (1, %s)".formatted(it.table(), it.first())));
  }

  @Test
  void renamedColumnsTakeEveryWrite() {
    keepWrites(it -> "rename_column: {table: " + it.table() + ", from: a, to: b}");
  }

  @Test
  void transformedColumnsTakeEveryWrite() {
    keepWrites(
        it ->
            "transform: {table: %s, from: [a], to: [{column: b, type: '%s', up: a}], down: {a: b}}"
                .formatted(it.table(), it.type()));
  }

  private void keepWrites(Function<Column, String> change) {
    try (Engine engine = bench.engine(plan(change))) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      write("b", Column::second);
      assertAre("a", Column::second);
      write("a", Column::third);
      assertAre("b", Column::third);
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      write("b", Column::second);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      write("b", Column::third);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertAre("a", Column::third);
  }

  @Test
  void backfillsSeeEveryDifference() {
    Plan plan =
        plan(
            it ->
                "backfill: {table: %s, set: {a: \"%s\"}, where: id > 0}"
                    .formatted(it.table(), it.second()));
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertAre("a", Column::second);
      write("a", Column::third);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertAre("a", Column::third);
  }

  @Test
  void droppedColumnsAreArchivedWhereDownSaysOther() {
    Plan plan =
        plan(
            it ->
                "drop_column: {table: %s, column: a, down: \"%s\"}"
                    .formatted(it.table(), it.second()));
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertAre("a", Column::first);
  }

  @Test
  void valuesOfAddedColumnsAreKeptWhereTheirDefaultsAreOther() {
    Plan plan =
        plan(
            it ->
                "add_column: {table: %s, column: b, type: '%s', backfill: a}"
                    .formatted(it.table(), it.type()));
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      write("b", Column::second);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    Map<String, String> stores = new HashMap<>();
    plan.kept().forEach(kept -> stores.put(kept.table().name().value(), kept.store().quoted()));
    assertAre(it -> String.valueOf(stores.get(it.table())), "new_1", Column::second);
  }

  private Plan plan(Function<Column, String> change) {
    return bench.plan(EQUAL.stream().map(change).toArray(String[]::new));
  }

  private static String all(Function<Column, String> statement) {
    return EQUAL.stream().map(statement).collect(joining(";\n"));
  }

  private void write(String column, Function<Column, String> value) {
    bench.sql(
        "SET extra_float_digits = -15;\n"
            + all(it -> "UPDATE " + it.table() + " SET " + column + " = " + value.apply(it)));
  }

  private void assertAre(String column, Function<Column, String> value) {
    assertAre(Column::table, column, value);
  }

  /** To the last byte. */
  private void assertAre(
      Function<Column, String> table, String column, Function<Column, String> value) {
    String rows =
        EQUAL.stream()
            .map(
                it ->
                    "SELECT '%s is ' || %s::text || ', expected ' || %s AS line FROM %s WHERE NOT record_image_eq(ROW(%s), ROW(%s::%s))"
                        .formatted(
                            it.written(),
                            column,
                            value.apply(it),
                            table.apply(it),
                            column,
                            value.apply(it),
                            it.type()))
            .collect(joining(" UNION ALL "));
    String counts =
        EQUAL.stream()
            .map(it -> "(SELECT count(*) FROM " + table.apply(it) + ")")
            .collect(joining(" + "));
    assertThat(bench.scalar("SELECT string_agg(line, '; ') FROM (" + rows + ") AS others"))
        .isNull();
    assertThat(bench.scalar("SELECT " + counts)).isEqualTo(Integer.toString(EQUAL.size()));
  }
}
