package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients wrote while the new shape was there, and what the way back makes of it. */
@ExtendWith(TestDatabase.Extension.class)
class KeptRowsTest {
  private static final RunOutcome DONE = new RunOutcome.Completed();

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
  }

  @Test
  void keepsWhichRowsWereNull() throws IOException {
    sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL); INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    Plan plan = plan("drop_not_null: {table: t, column: a, down: \"'row ' || id\"}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      sql("UPDATE t SET a = NULL WHERE id = 2; INSERT INTO t VALUES (3, NULL), (4, 'z')");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=x,2=row 2,3=row 3,4=z");
    assertThat(
            scalar(
                "SELECT string_agg(key_1 || ' had ' || coalesce(new_1, 'NULL'), ',' ORDER BY key_1)"
                    + " FROM ripcord_kept.kept_01_t"))
        .isEqualTo("2 had NULL,3 had NULL");
  }

  @Test
  void restoresNullsButNotWhereSomebodyWroteSince() throws IOException {
    sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, NULL), (2, NULL), (3, 'c')");
    Plan plan = plan("set_not_null: {table: t, column: a, up: \"'row ' || id\"}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(rows()).isEqualTo("1=row 1,2=row 2,3=c");
      sql("UPDATE t SET a = 'mine' WHERE id = 2");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=NULL,2=mine,3=c");
  }

  /** A client that makes a row NULL again after its repair must not stop the validation. */
  @Test
  void repairsARowAgain() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, NULL), (2, 'b')");
    Plan plan = plan("set_not_null: {table: t, column: a, up: \"'row ' || id\"}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      sql(
          "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS"
              + " 'BEGIN NEW.a := NULL; RETURN NEW; END';"
              + " CREATE TRIGGER f BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()");
      assertThat(engine.forward(Phase.MIGRATE)).isInstanceOf(RunOutcome.Failed.class);
      sql("DROP TRIGGER f ON t");
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(rows()).isEqualTo("1=row 1,2=b");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=NULL,2=b");
  }

  /** Without 'up' a NULL is told, and nobody's row is touched. */
  @Test
  void refusesNullsWithoutARepair() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, NULL)");
    Plan plan = plan("set_not_null: {table: t, column: a}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isInstanceOf(RunOutcome.Failed.class);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo("1=NULL");
  }

  @Test
  void keepsANewTableThatHasRowsEachTime() throws IOException {
    sql("CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1)");
    Plan plan =
        plan(
            "create_table: {table: n, columns: [{column: id, type: serial}, {column: p, type: int"
                + " REFERENCES p}], primary_key: [id]}");
    for (int round = 1; round <= 2; round++) {
      try (Engine engine = engine(plan)) {
        assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
        sql("INSERT INTO n (p) VALUES (1)");
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      }
      assertThat(scalar("SELECT to_regclass('n')")).isNull();
      assertThat(
              scalar(
                  "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                      + " 'ripcord_kept'::regnamespace"))
          .isEqualTo(Integer.toString(round));
    }
    assertThat(scalar("SELECT count(*) FROM ripcord_kept.kept_01_n")).isEqualTo("1");
    sql("DELETE FROM p");
  }

  @Test
  void dropsANewTableThatIsEmpty() throws IOException {
    sql("CREATE TABLE p (id int PRIMARY KEY)");
    Plan plan = plan("create_table: {table: n, columns: [{column: id, type: int}]}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(scalar("SELECT to_regclass('n')")).isNull();
    assertThat(scalar("SELECT to_regnamespace('ripcord_kept')")).isNull();
  }

  private @Nullable String rows() {
    return scalar("SELECT string_agg(id || '=' || coalesce(a, 'NULL'), ',' ORDER BY id) FROM t");
  }

  private Plan plan(String change) throws IOException {
    Path file =
        Files.writeString(folder.resolve("m.yaml"), "migration: m\nchanges:\n  - " + change + "\n");
    try (Session session = database.open()) {
      return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
    }
  }

  private Engine engine(Plan plan) {
    return Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private @Nullable String scalar(String query) {
    try (Session session = database.open()) {
      return session.scalar(query);
    }
  }
}
