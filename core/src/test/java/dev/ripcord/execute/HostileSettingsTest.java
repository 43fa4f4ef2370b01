package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A role with everything set that could cancel a step, hide rows, or change what SQL means. */
@ExtendWith(TestDatabase.Extension.class)
class HostileSettingsTest {
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("statement_timeout", "'150ms'"),
          Map.entry("lock_timeout", "'1ms'"),
          Map.entry("idle_in_transaction_session_timeout", "'100ms'"),
          Map.entry("idle_session_timeout", "'2s'"),
          Map.entry("transaction_timeout", "'150ms'"),
          Map.entry("search_path", "\"$user\", evil, pg_catalog"),
          Map.entry("default_transaction_isolation", "'serializable'"),
          Map.entry("default_transaction_read_only", "on"),
          Map.entry("synchronous_commit", "off"),
          Map.entry("session_replication_role", "replica"),
          Map.entry("standard_conforming_strings", "off"),
          Map.entry("transform_null_equals", "on"),
          Map.entry("row_security", "on"));

  @TempDir private Path folder;
  private Bench bench;
  private DatabaseUrl hostile;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE ROLE hostile SUPERUSER LOGIN PASSWORD 'hostile';
        CREATE SCHEMA evil; CREATE SCHEMA hostile;
        CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
        CREATE FUNCTION evil.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 666';
        CREATE FUNCTION hostile.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 999';
        CREATE FUNCTION evil.to_regclass(text) RETURNS regclass LANGUAGE sql AS 'SELECT NULL::regclass';
        CREATE FUNCTION evil.length(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 13';
        CREATE FUNCTION evil.pg_backend_pid() RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE TABLE evil.t (id int);
        CREATE TABLE p (id int PRIMARY KEY);
        CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES p, a int, b text);
        INSERT INTO p VALUES (1);
        INSERT INTO t SELECT n, 1, n, 'x\\' || n FROM generate_series(1, 3000) AS n;
        """);
    SETTINGS.forEach((name, value) -> bench.sql("ALTER ROLE hostile SET " + name + " = " + value));
    DatabaseUrl url = bench.database().url();
    hostile =
        new DatabaseUrl(
            url.host(), url.port(), url.database(), "hostile", "hostile", url.parameters());
  }

  @AfterEach
  void drop() {
    bench.sql("DROP OWNED BY hostile CASCADE; DROP ROLE hostile");
  }

  private Engine engine(Plan plan) {
    return Engine.open(plan, hostile, Clock.systemUTC(), Observer.NONE);
  }

  /** Otherwise this test would show nothing. */
  @Test
  void theSettingsReallyHold() {
    try (Session session = Session.open(hostile, "hostile")) {
      assertThat(session.scalar("SELECT pg_backend_pid()")).isEqualTo("1");
      assertThat(session.scalar("SELECT twice(1)")).isEqualTo("999");
      assertThat(session.scalar("SHOW session_replication_role")).isEqualTo("replica");
    }
  }

  @Test
  void theEngineGoesForwardAndBackAllTheSame() {
    String before = rows();
    Plan plan =
        bench.plan(
            "transform: {table: t, from: [a], to: [{column: n, type: int, up: twice(a)}],"
                + " down: {a: n / 2}}",
            "backfill: {table: t, set: {b: \"CASE WHEN pg_sleep(0.0002) IS NOT NULL THEN"
                + " b || '\\\\' || length(b) END\"}, where: id < 1000}",
            "create_index: {table: t, name: t_p, columns: [p]}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(bench.scalar("SELECT n::text || b FROM t WHERE id = 5")).isEqualTo("10x\\5\\3");
      assertThat(bench.scalar("SELECT n::text || b FROM t WHERE id = 2000"))
          .isEqualTo("4000x\\2000");
      // a client's write, whatever its path, means what it meant in the rehearsal
      bench.sql("SET search_path = hostile, evil; INSERT INTO public.t VALUES (9999, 1, 7)");
      assertThat(bench.scalar("SELECT n FROM t WHERE id = 9999")).isEqualTo("14");
      bench.sql("DELETE FROM t WHERE id = 9999");
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(rows()).isEqualTo(before);
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord')")).isNull();
  }

  /** In the mode of a replica neither foreign keys nor the user's own triggers would hold. */
  @Test
  void foreignKeysHoldForTheEnginesOwnWrites() {
    Plan plan = bench.plan("backfill: {table: t, set: {p: '42'}, where: id = 1}");
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE))
          .asString()
          .contains("Failed", "violates foreign key constraint");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void noneOfThemIsLeft() {
    try (Connection connection = new Connection(hostile)) {
      Session session = connection.session();
      assertThat(session.scalar("SHOW synchronous_commit")).isEqualTo("on");
      assertThat(session.scalar("SHOW search_path")).isEqualTo("public");
      for (String timeout :
          List.of(
              "statement_timeout", "lock_timeout", "idle_session_timeout", "transaction_timeout")) {
        assertThat(session.scalar("SHOW " + timeout)).as(timeout).isEqualTo("0");
      }
      assertThat(session.scalar("SHOW client_connection_check_interval")).isEqualTo("1s");
      // a host that vanished keeps no lock for long
      assertThat(session.scalar("SHOW idle_in_transaction_session_timeout")).isEqualTo("30s");
      assertThat(session.scalar("SHOW tcp_keepalives_idle")).isEqualTo("10");
    }
  }

  /** Then nothing can be done about it, and nothing is done; no session stays behind. */
  @Test
  void whatOnlyASuperuserMayChangeIsSaid() {
    bench.sql("ALTER ROLE hostile NOSUPERUSER");
    assertThatThrownBy(() -> new Connection(hostile))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("session_replication_role");
  }

  /** The database's own path is in its fingerprint, and a rehearsal on a copy has it too. */
  @Test
  void keepsTheDatabasesOwnPath() {
    bench.sql(
        """
        DO $$ BEGIN EXECUTE format(
          'ALTER DATABASE %I SET search_path = "$user", "Odd Schema", public, pg_catalog',
          current_database()); END $$
        """);
    try (Connection connection = new Connection(hostile)) {
      assertThat(connection.session().scalar("SHOW search_path"))
          .isEqualTo("\"Odd Schema\", public");
    }
  }

  private @Nullable String rows() {
    return bench.scalar(
        "SELECT md5(string_agg(id || '/' || p || '/' || a || '/' || b, ',' ORDER BY id)) FROM t");
  }
}
