package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What goes along with a column, used at every stage of the way. */
@ExtendWith(TestDatabase.Extension.class)
class CarriedTest {
  private static final RunOutcome DONE = new RunOutcome.Completed();

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
  }

  @Test
  void anIdentityGoesOnCountingWhereItWas() throws IOException {
    sql(
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 5) PRIMARY KEY, a int);"
            + " INSERT INTO t (a) VALUES (1), (2)");
    try (Engine engine = engine("rename_column: {table: t, from: id, to: key}")) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      sql("INSERT INTO t (a) VALUES (3)");
      assertThat(texts("SELECT key::text FROM t ORDER BY key")).containsExactly("10", "15", "20");
      assertThatThrownBy(() -> sql("INSERT INTO t (key) VALUES (4)"))
          .hasMessageContaining("cannot insert a non-DEFAULT value into column \"key\"");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    sql("INSERT INTO t (a) VALUES (4)");
    assertThat(texts("SELECT id::text FROM t ORDER BY id")).containsExactly("10", "15", "20", "25");
    assertThat(texts("SELECT last_value::text FROM t_id_seq")).containsExactly("25");
  }

  @Test
  void viewsAndPoliciesFollowTheColumnAndLeaveNothingOnTheOldOne() throws IOException {
    sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'x');"
            + " CREATE VIEW v AS SELECT id, a FROM t; CREATE POLICY p ON t USING (a = 'x')");
    try (Engine engine = engine("rename_column: {table: t, from: a, to: b}")) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      sql("UPDATE t SET b = 'new'; UPDATE v SET a = a || '!'");
      assertThat(texts("SELECT a FROM v")).containsExactly("new!");
      assertThat(texts("SELECT b FROM t")).containsExactly("new!");
      assertThat(texts("SELECT pg_get_expr(polqual, polrelid) FROM pg_policy"))
          .containsExactly("(b = 'x'::text)");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(texts("SELECT a FROM v")).containsExactly("new!");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(texts("SELECT a FROM v")).containsExactly("new!");
  }

  @Test
  void referencesAreEnforcedAtEveryStage() throws IOException {
    sql(
        "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (t int REFERENCES t ON DELETE CASCADE);"
            + " INSERT INTO t VALUES (1), (2), (3), (4), (5), (6), (7); INSERT INTO u SELECT * FROM t");
    try (Engine engine = engine("change_type: {table: t, column: id, type: bigint}")) {
      int row = 1;
      for (Phase phase : Phase.values()) {
        assertThat(engine.forward(phase)).isEqualTo(DONE);
        assertReferences(row++);
      }
      for (Phase phase : List.of(Phase.CLEANUP, Phase.CONTRACT)) {
        assertThat(engine.back(phase)).isEqualTo(DONE);
        assertReferences(row++);
      }
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(
            texts("SELECT conname::text FROM pg_constraint WHERE contype = 'f' AND convalidated"))
        .containsExactly("u_t_fkey");
  }

  private void assertReferences(int row) {
    assertThatThrownBy(() -> sql("INSERT INTO u VALUES (99)"))
        .hasMessageContaining("violates foreign key constraint");
    sql("DELETE FROM t WHERE id = " + row);
    assertThat(texts("SELECT t::text FROM u WHERE t = " + row)).isEmpty();
  }

  @Test
  void aKeyBeyondTheOldTypeIsRefusedUntilCleanupAndThenEndsTheWayBack() throws IOException {
    sql("CREATE TABLE t (id int PRIMARY KEY, a int);" + " INSERT INTO t VALUES (1, 1)");
    try (Engine engine = engine("change_type: {table: t, column: id, type: bigint}")) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThatThrownBy(() -> sql("INSERT INTO t (id) VALUES (3000000000)"))
          .hasMessageContaining("integer out of range");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      sql("INSERT INTO t (id) VALUES (3000000000)");
      assertThat(engine.back(Phase.PREPARATION))
          .asString()
          .contains("Failed", "every id of public.t fits integer");
      assertThat(
              texts(
                  "SELECT attname::text FROM pg_attribute WHERE attrelid = 't'::regclass AND attname ~ 'ripcord'"))
          .isEmpty();
      sql("DELETE FROM t WHERE id > 1");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void aSequenceBeyondTheOldTypeEndsTheWayBack() throws IOException {
    sql("CREATE TABLE t (id serial PRIMARY KEY, a int)");
    try (Engine engine = engine("change_type: {table: t, column: id, type: bigint}")) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThatThrownBy(() -> sql("SELECT setval('t_id_seq', 2147483648)"))
          .hasMessageContaining("out of bounds");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      sql("SELECT setval('t_id_seq', 2147483648)");
      assertThat(engine.back(Phase.PREPARATION))
          .asString()
          .contains("Failed", "sequence public.t_id_seq has not gone beyond integer");
      sql("SELECT setval('t_id_seq', 7)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(texts("SELECT seqtypid::regtype::text FROM pg_sequence")).containsExactly("integer");
    assertThat(texts("SELECT nextval('t_id_seq')::text")).containsExactly("8");
  }

  private Engine engine(String change) throws IOException {
    Path file =
        Files.writeString(folder.resolve("m.yaml"), "migration: m\nchanges:\n  - " + change + "\n");
    try (Session session = database.open()) {
      Plan plan = Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
      return Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
    }
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private List<String> texts(String query) {
    try (Session session = database.open()) {
      return session.query(query, row -> row.text(1));
    }
  }
}
