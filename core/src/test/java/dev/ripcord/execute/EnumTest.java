package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of values that only one shape has, and which enum types are left alone. */
@ExtendWith(TestDatabase.Extension.class)
class EnumTest {
  private static final String MOODS =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE TABLE t (id int PRIMARY KEY, m mood DEFAULT 'ok');
      INSERT INTO t VALUES (1, 'sad'), (2, NULL), (3, 'ok');
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase database) {
    bench = new Bench(database, folder);
  }

  private @org.jspecify.annotations.Nullable String moods() {
    return bench.scalar("SELECT string_agg(id || coalesce(m::text, '-'), ' ' ORDER BY id) FROM t");
  }

  @Test
  void keepsAsTextWhatOnlyTheNewTypeHolds() {
    bench.sql(MOODS);
    Plan plan = bench.plan("add_enum_value: {type: mood, value: happy}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      bench.sql("INSERT INTO t VALUES (4, 'happy'::mood), (5, DEFAULT)");
      bench.sql("UPDATE t SET m = 'happy' WHERE id = 1");
      assertThat(moods()).isEqualTo("1happy 2- 3ok 4happy 5ok");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(moods()).isEqualTo("1- 2- 3ok 4- 5ok");
    String kept =
        bench.scalar(
            "SELECT string_agg(key_1 || new_1, ' ' ORDER BY key_1) FROM ripcord_kept.kept_01_t");
    assertThat(kept).isEqualTo("1happy 4happy");
    bench.sql("DROP TABLE t; DROP TYPE mood");
  }

  @Test
  void columnsAndTypeHaveOneShapeAtEachMoment() {
    bench.sql(MOODS);
    Plan plan =
        bench.plan(
            "replace_enum: {type: mood, values: [low, fine, high],"
                + " up: {sad: low, ok: fine}, down: {low: sad, fine: ok, high: ok}}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql("UPDATE t SET m = 'sad'::mood WHERE id = 3; INSERT INTO t VALUES (4)");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(moods()).isEqualTo("1low 2- 3low 4fine");
      bench.sql("UPDATE t SET m = 'high'::mood WHERE id = 2; INSERT INTO t VALUES (5)");
      assertThat(moods()).isEqualTo("1low 2high 3low 4fine 5fine");
      assertThat(engine.back(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(moods()).isEqualTo("1sad 2ok 3sad 4ok 5ok");
      bench.sql("UPDATE t SET m = 'ok'::mood WHERE id = 1");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(moods()).isEqualTo("1ok 2ok 3sad 4ok 5ok");
  }

  /** A new type that somebody else has taken into use stops the way back, with the reason. */
  @Test
  void dropsNoTypeThatIsInUse() {
    Plan plan = bench.plan("create_enum: {type: mood, values: [sad, ok]}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      bench.sql("CREATE TABLE mine (m mood)");
      assertThat(engine.back(Phase.PREPARATION))
          .isInstanceOf(RunOutcome.Failed.class)
          .asString()
          .contains("column m of table mine depends on type mood");
      bench.sql("DROP TABLE mine");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT to_regtype('mood')")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          create_enum: {type: t, values: [a]}                                | there is table public.t already
          create_enum: {type: mood, values: [a]}                             | there is type public.mood already
          create_enum: {type: nowhere.mood, values: [a]}                     | schema nowhere does not exist
          create_enum: {type: x, values: [1234567890123456789012345678901234567890123456789012345678901234]} | longer than 63 bytes
          rename_enum_value: {type: m, from: a, to: b}                       | enum type public.m does not exist
          rename_enum_value: {type: mood, from: a, to: b}                    | has no value 'a'
          rename_enum_value: {type: mood, from: ok, to: sad}                 | has a value 'sad' already
          add_enum_value: {type: mood, value: b, after: a}                   | has no value 'a'
          replace_enum: {type: mood, values: [sad]}                          | nothing says what the value 'ok' becomes
          replace_enum: {type: mood, values: [b, sad], up: {ok: b, sad: b}}  | 'up:' names 'sad', which does not go away
          replace_enum: {type: mood, values: [ok, sad, b], down: {ok: sad}}  | 'down:' names 'ok', which is no new value
          replace_enum: {type: mood, values: [ok, sad, b], down: {b: c}}     | 'down:' makes 'b' into 'c', which the type does not have
          """)
  void refusesWhatCannotBeMeant(String change, String problem) {
    bench.sql(MOODS);
    assertThatThrownBy(() -> bench.plan(change))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          DELETE FROM t; ALTER TABLE t ALTER m SET NOT NULL                | column m of public.t is NOT NULL, but nothing says what 'new' becomes
          ALTER TABLE t ALTER m SET DEFAULT lower('OK')::mood | the default of m of public.t is no plain value
          ALTER TABLE t ADD many mood[]                     | column many of table public.t
          CREATE DOMAIN calm AS mood                        | type public.calm
          CREATE TYPE pair AS (one mood, other mood)        | column one of composite type public.pair
          CREATE FUNCTION f(mood) RETURNS int LANGUAGE sql AS 'SELECT 1' | function public.f(public.mood)
          CREATE VIEW v AS SELECT m FROM t                  | view public.v
          ALTER TABLE t ADD CHECK (m <> 'sad') NOT VALID             | constraint t_m_check on table public.t
          ALTER TABLE t ADD n mood; CREATE INDEX two ON t (m, n) | index public.two has several columns of the type
          CREATE INDEX ok ON t (id) WHERE m = 'ok'          | index public.ok
          ALTER TABLE t DROP CONSTRAINT t_pkey              | has no primary key
          CREATE TABLE k (m mood PRIMARY KEY)               | the primary key
          CREATE TABLE heir () INHERITS (t)                 | inherits or is inherited, or has foreign
          """)
  void refusesToReplaceWhatHangsOnMoreThanColumns(String more, String problem) {
    bench.sql(MOODS + more);
    assertThatThrownBy(() -> bench.plan("add_enum_value: {type: mood, value: new}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          drop_column: {table: t, column: m}
          add_column: {table: u, column: m, type: mood}
          change_type: {table: u, column: a, type: 'public."mood"[]', up: 'NULL', down: 'NULL'}
          """)
  void refusesAnotherChangeAroundTheType(String other) {
    bench.sql(MOODS + "CREATE TABLE u (id int PRIMARY KEY, a int)");
    for (String change :
        new String[] {
          "add_enum_value: {type: mood, value: new}",
          "rename_enum_value: {type: mood, from: ok, to: new}"
        }) {
      assertThatThrownBy(() -> bench.plan(change, other))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("about a table or column of the enum type public.mood");
    }
  }

  /** Rows of these are printed with its values, and so notes would no longer find their rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE TYPE pair AS (one int, other mood)                                                        | pair
          CREATE TYPE pair AS (one int, other mood); CREATE TYPE deep AS (p pair[])                        | deep
          CREATE TYPE pair AS (one int, other mood); CREATE DOMAIN of_pair AS pair                         | of_pair[]
          CREATE TYPE span AS RANGE (subtype = mood)                                                       | span
          CREATE TYPE span AS RANGE (subtype = mood, multirange_type_name = spans)                         | spans
          CREATE TYPE span AS RANGE (subtype = mood); CREATE TYPE held AS (s span)                         | held
          CREATE DOMAIN calm AS mood; CREATE TYPE span AS RANGE (subtype = calm)                           | span
          SELECT 1                                                                                         | t
          """)
  void refusesABackfillOfRowsThatTheNewWordIsInside(String types, String type) {
    bench.sql(MOODS + types + "; CREATE TABLE keyless (a int, inside " + type + ")");
    assertThatThrownBy(
            () ->
                bench.plan(
                    "backfill: {table: keyless, set: {a: '1'}, where: a IS NULL}",
                    "rename_enum_value: {type: mood, from: ok, to: new}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("about a table or column of the enum type public.mood");
  }

  @Test
  void replacesWhatFunctionsOverRowsOfItsTableRead() {
    bench.sql(MOODS + "CREATE FUNCTION calm(t) RETURNS boolean LANGUAGE sql AS 'SELECT $1.id > 1'");
    Plan plan = bench.plan("add_enum_value: {type: mood, value: new}");
    assertThat(plan.steps()).isNotEmpty();
  }
}
