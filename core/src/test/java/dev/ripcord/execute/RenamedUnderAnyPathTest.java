package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The trigger of a rename has no settings of its own, for they cost every written row; so it must
 * mean the same under any of a client's.
 */
@ExtendWith(TestDatabase.Extension.class)
class RenamedUnderAnyPathTest {
  /** What is found first here says that everything is equal, to everything. */
  private static final String EVIL = "SET search_path = evil, pg_catalog, public; ";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE SCHEMA evil;
        CREATE FUNCTION evil.yes(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE FUNCTION evil.yes(varchar, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE FUNCTION evil.yes(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR evil.= (FUNCTION = evil.yes, LEFTARG = text, RIGHTARG = text);
        CREATE OPERATOR evil.= (FUNCTION = evil.yes, LEFTARG = varchar, RIGHTARG = varchar);
        CREATE OPERATOR evil.= (FUNCTION = evil.yes, LEFTARG = int, RIGHTARG = int);
        CREATE DOMAIN evil.text AS pg_catalog.text CHECK (VALUE IS NULL);
        CREATE TABLE t (id int PRIMARY KEY, a varchar(20), n int);
        INSERT INTO t VALUES (1, 'one', 1);
        """);
  }

  /** Otherwise the others would show nothing. */
  @Test
  void theClientsPathReallyMisleads() {
    try (Session session = bench.database().open()) {
      session.execute(EVIL);
      assertThat(session.scalar("SELECT 1 IS DISTINCT FROM 2")).isEqualTo("f");
      assertThat(session.scalar("SELECT 'a'::varchar IS DISTINCT FROM 'b'::varchar"))
          .isEqualTo("f");
    }
  }

  @Test
  void bothSidesAreKeptAlike() {
    Plan plan =
        bench.plan(
            "rename_column: {table: t, from: a, to: b}",
            "rename_column: {table: t, from: n, to: m}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(settings("sync_01_t")).isNull();
      bench.sql(EVIL + "UPDATE t SET a = 'two', n = 2");
      assertThat(row("b, m")).isEqualTo("(two,2)");
      bench.sql(EVIL + "UPDATE t SET b = 'three', m = 3");
      assertThat(row("a, n")).isEqualTo("(three,3)");
      bench.sql(EVIL + "UPDATE t SET b = NULL, m = NULL");
      assertThat(row("a, n")).isEqualTo("(,)");
      bench.sql(EVIL + "INSERT INTO t (id, a, n) VALUES (2, 'four', 4)");
      bench.sql(EVIL + "INSERT INTO t (id, b, m) VALUES (3, 'five', 5)");
      assertThat(rows("b, m")).isEqualTo("(,) (four,4) (five,5)");
      assertThat(rows("a, n")).isEqualTo("(,) (four,4) (five,5)");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql(EVIL + "UPDATE t SET b = 'six', m = 6 WHERE id OPERATOR(pg_catalog.=) 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows("a, n")).isEqualTo("(,) (six,6) (five,5)");
  }

  /** The last word is noted, and the new side has it, as with settings of its own. */
  @Test
  void whoWritesBothSidesDifferentlyIsNoted() {
    Plan plan = bench.plan("rename_column: {table: t, from: a, to: b}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql(EVIL + "UPDATE t SET a = 'old', b = 'new'");
      assertThat(row("a, b")).isEqualTo("(new,new)");
      assertThat(bench.scalar("SELECT count(*) FROM ripcord.sync_conflict")).isEqualTo("1");
    }
  }

  /** An expression of the user's means what it meant in the rehearsal. */
  @Test
  void whatIsComputedHasSettingsOfItsOwn() {
    Plan plan =
        bench.plan(
            "transform: {table: t, from: [a], to: [{column: b, type: text, up: upper(a)}],"
                + " down: {a: lower(b)}}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(settings("sync_01_t")).contains("search_path", "extra_float_digits");
      bench.sql(EVIL + "UPDATE t SET a = 'two'");
      assertThat(row("b")).isEqualTo("(TWO)");
    }
  }

  /** A value that is equal to the default is compared with an expression. */
  @Test
  void aDefaultHasSettingsOfItsOwn() {
    bench.sql("ALTER TABLE t ALTER COLUMN a SET DEFAULT 'none'");
    Plan plan = bench.plan("rename_column: {table: t, from: a, to: b}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      bench.sql(EVIL + "INSERT INTO t (id, b) VALUES (2, 'two')");
      assertThat(rows("a")).isEqualTo("(one) (two)");
    }
  }

  private @Nullable String settings(String function) {
    return bench.scalar("SELECT proconfig::text FROM pg_proc WHERE proname = '" + function + "'");
  }

  private @Nullable String row(String columns) {
    return bench.scalar("SELECT ROW(" + columns + ")::text FROM t WHERE id = 1");
  }

  private @Nullable String rows(String columns) {
    return bench.scalar("SELECT string_agg(ROW(" + columns + ")::text, ' ' ORDER BY id) FROM t");
  }
}
