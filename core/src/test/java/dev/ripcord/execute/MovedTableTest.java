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

/** Both names of a table that gets another, and what stands in the way of the new one. */
@ExtendWith(TestDatabase.Extension.class)
class MovedTableTest {
  private static final String USERS =
      """
      CREATE TABLE users (id serial PRIMARY KEY, login text UNIQUE, secret text DEFAULT 'none');
      INSERT INTO users (login) VALUES ('a');
      """;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase database) {
    bench = new Bench(database, folder);
  }

  @ParameterizedTest
  @CsvSource({
    "'rename_table: {table: users, to: people}', people",
    "'move_table: {table: users, schema: apart}', apart.users"
  })
  void bothNamesWorkFromExpandToCleanup(String change, String other) {
    bench.sql(USERS + "CREATE SCHEMA apart");
    Plan plan = bench.plan(change);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      write("users", "b");
      write(other, "c");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      write("users", "d");
      write(other, "e");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      write(other, "f");
      assertThatThrownBy(() -> write("public.users", "g")).hasMessageContaining("does not exist");
      assertThat(engine.back(Phase.CLEANUP)).isEqualTo(DONE);
      write("users", "h");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(
            bench.scalar(
                "SELECT string_agg(login || secret, ',' ORDER BY id) FROM users WHERE id IS NOT NULL"))
        .isEqualTo("anone,bnone!,cnone!,dnone!,enone!,fnone!,hnone!");
  }

  /** Inserts, meets the conflict on the login, updates. */
  private void write(String name, String login) {
    for (int i = 0; i < 2; i++) {
      bench.sql(
          "INSERT INTO "
              + name
              + " AS n (login) VALUES ('"
              + login
              + "') ON CONFLICT (login) DO UPDATE SET secret = n.secret || '!'");
    }
  }

  @Test
  void neitherNameGivesMoreRightsThanTheTable() {
    bench.sql(
        USERS
            + """
            ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;
            REVOKE ALL ON users FROM PUBLIC;
            GRANT SELECT (id, login) ON users TO pg_signal_backend;
            GRANT SELECT ON users TO pg_read_all_settings;
            """);
    Plan plan = bench.plan("rename_table: {table: users, to: people}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      rights("people");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      rights("users");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  private void rights(String view) {
    assertThat(as("pg_signal_backend", "SELECT string_agg(login, ',') FROM " + view))
        .isEqualTo("a");
    assertThat(as("pg_read_all_settings", "SELECT max(secret) FROM " + view)).isEqualTo("none");
    for (String query : new String[] {"SELECT secret FROM ", "DELETE FROM "}) {
      assertThatThrownBy(() -> as("pg_signal_backend", query + view))
          .hasMessageContaining("permission denied");
    }
  }

  private static final String GUARDED =
      USERS
          + """
          GRANT SELECT ON users TO pg_read_all_settings;
          ALTER TABLE users ENABLE ROW LEVEL SECURITY;
          CREATE POLICY of_a ON users FOR SELECT TO PUBLIC USING (login <> 'hidden');
          INSERT INTO users (login) VALUES ('hidden');
          """;

  @Test
  void neitherNameShowsRowsThatAreHidden() {
    bench.sql(GUARDED);
    Plan plan = bench.plan("rename_table: {table: users, to: people}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(as("pg_read_all_settings", "SELECT max(login) FROM people")).isEqualTo("a");
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      assertThat(as("pg_read_all_settings", "SELECT max(login) FROM users")).isEqualTo("a");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void refusesGuardedRowsAndColumnsTogether() {
    bench.sql(GUARDED + "GRANT SELECT (id) ON users TO pg_signal_backend");
    assertThatThrownBy(() -> bench.plan("rename_table: {table: users, to: people}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row level security, and single columns of it may be read");
  }

  private @org.jspecify.annotations.Nullable String as(String role, String query) {
    try (var session = bench.database().open()) {
      session.execute("SET ROLE " + role);
      return session.scalar(query);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE VIEW people AS SELECT 1     | people                  | there is view public.people already
          CREATE TYPE people AS ENUM ('a')   | people                  | there is type public.people already
          CREATE INDEX people ON users (id)  | people                  | there is index public.people already
          SELECT 1                           | users_id_seq            | there is sequence public.users_id_seq already
          """)
  void refusesANameThatIsTaken(String more, String to, String problem) {
    bench.sql(USERS + more);
    assertThatThrownBy(() -> bench.plan("rename_table: {table: users, to: " + to + "}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE apart.users (a int)                 | apart    | there is table apart.users already
          CREATE SEQUENCE apart.users_id_seq               | apart    | another name for one of them, since apart.users_id_seq moves along
          CREATE TABLE apart.x (a int CONSTRAINT users_login_key UNIQUE) | apart | there is index apart.users_login_key already
          SELECT 1                                         | nowhere  | schema nowhere does not exist
          SELECT 1                                         | pg_catalog | or is PostgreSQL's own
          SELECT 1                                         | ripcord  | schema ripcord is ripcord's own
          CREATE TABLE heir () INHERITS (users)            | apart    | inherits or is inherited, or has foreign
          """)
  void refusesASchemaThatCannotTakeIt(String more, String schema, String problem) {
    bench.sql(USERS + "CREATE SCHEMA apart; " + more);
    assertThatThrownBy(() -> bench.plan("move_table: {table: users, schema: " + schema + "}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(problem);
  }

  /** What somebody built on the old name in the meantime is neither taken along nor destroyed. */
  @Test
  void stopsWhereSomebodyBuiltOnTheOldName() {
    bench.sql(USERS);
    Plan plan = bench.plan("rename_table: {table: users, to: people}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.CONTRACT)).isEqualTo(DONE);
      bench.sql("CREATE VIEW on_top AS SELECT id FROM users");
      assertThat(engine.forward(Phase.CLEANUP))
          .isInstanceOf(RunOutcome.Failed.class)
          .asString()
          .contains("view on_top depends on view users");
      bench.sql("DROP VIEW on_top");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }
}
