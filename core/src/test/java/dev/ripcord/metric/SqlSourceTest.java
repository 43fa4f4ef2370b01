package dev.ripcord.metric;

import static dev.ripcord.metric.Samples.BOUND;
import static dev.ripcord.metric.Samples.metric;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.BuiltIn;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.secret.Secrets;
import dev.ripcord.sql.SqlResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Metrics that a real PostgreSQL answers. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class SqlSourceTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Reading read(TestDatabase database, Measure measure) {
    return read(database.url(), List.of(), measure);
  }

  private static Reading read(DatabaseUrl url, List<Check> checks, Measure measure) {
    Metric metric = metric("m", measure);
    Surroundings in = new Surroundings(url, new Secrets(Map.of()), checks, Clock.systemUTC());
    long began = System.nanoTime();
    try (Guarded source = Samples.guarded(metric, in)) {
      Reading reading = source.read(NOW);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
      return reading;
    }
  }

  private static Reading sql(TestDatabase database, String query) {
    return read(database, new Measure.Sql(query));
  }

  private static Reading known(TestDatabase database, BuiltIn what) {
    return read(database, new Measure.Known(what));
  }

  private static Reading value(double value) {
    return new Reading.Value(NOW, value);
  }

  @Test
  void oneRowOneNumber(TestDatabase database) {
    assertThat(sql(database, "SELECT 7")).isEqualTo(value(7));
    assertThat(sql(database, "SELECT -1.5::numeric -- a comment")).isEqualTo(value(-1.5));
    assertThat(sql(database, "WITH a AS (VALUES (1), (2)) SELECT sum(column1) / 4.0 FROM a"))
        .isEqualTo(value(0.75));
    assertThat(sql(database, "SELECT '1e-7'::float8")).isEqualTo(value(1e-7));
    assertThat(sql(database, "SELECT count(*) FROM (SELECT '{a?b}') AS a")).isEqualTo(value(1));
    assertThat(sql(database, "SELECT NULL::int"))
        .isEqualTo(new Reading.NoData("the value is NULL"));
    assertThat(sql(database, "SELECT 1 WHERE false"))
        .isEqualTo(new Reading.NoData("the query finds no row"));
    assertThat(sql(database, "SELECT 'NaN'::numeric"))
        .isEqualTo(new Reading.NoData("the value is NaN"));
    assertThat(sql(database, "SELECT '-Infinity'::float8"))
        .isEqualTo(new Reading.NoData("the value is -Infinity"));
  }

  @Test
  void anythingElseIsNoAnswer(TestDatabase database) {
    assertThat(sql(database, "SELECT generate_series(1, 100000000)"))
        .isEqualTo(new Reading.Down("the query finds more than one row, expected one number"));
    assertThat(sql(database, "SELECT 1, 2"))
        .isEqualTo(new Reading.Down("the query has 2 columns, expected one number"));
    assertThat(sql(database, "SELECT 'much'"))
        .isEqualTo(new Reading.Down("the query answers much, expected one number"));
    assertThat(sql(database, "SELECT interval '1 hour'")).isInstanceOf(Reading.Down.class);
    assertThat(sql(database, "SELECT a FROM nowhere"))
        .isEqualTo(new Reading.Down("relation \"nowhere\" does not exist"));
    assertThat(sql(database, "SELECT 1/0")).isEqualTo(new Reading.Down("division by zero"));
    assertThat(sql(database, "SELECT pg_sleep(30)"))
        .isEqualTo(new Reading.Down("canceling statement due to statement timeout"));
  }

  @Test
  void changesNothing(TestDatabase database) {
    try (Session session = database.open()) {
      session.execute("CREATE TABLE t (a int); CREATE SEQUENCE s");
      assertThat(sql(database, "DELETE FROM t RETURNING 1")).isInstanceOf(Reading.Down.class);
      assertThat(sql(database, "SELECT nextval('s')"))
          .isEqualTo(new Reading.Down("cannot execute nextval() in a read-only transaction"));
    }
  }

  @Test
  void aServerThatHangsOrIsNotThere() {
    Measure one = new Measure.Sql("SELECT 1");
    try (HostileServer server = HostileServer.start()) {
      int port = Integer.parseInt(server.url().replaceFirst(".*:", ""));
      DatabaseUrl hangs = DatabaseUrl.parse("postgres://a@127.0.0.1:" + port + "/b");
      assertThat(read(hangs, List.of(), one)).isEqualTo(new Reading.Down("no answer within 0.7 s"));
    }
    assertThat(read(Samples.surroundings().database(), List.of(), one))
        .isInstanceOfSatisfying(Reading.Down.class, it -> assertThat(it.why()).contains("refused"));
  }

  @Test
  void comesBackAfterItsSessionWasEnded(TestDatabase database) {
    Metric metric = metric("m", new Measure.Sql("SELECT 1"));
    try (Guarded source = Samples.guarded(metric, Samples.surroundings(database.url(), Map.of()));
        Session session = database.open()) {
      assertThat(source.read(NOW)).isEqualTo(value(1));
      String end =
          "SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity"
              + " WHERE application_name = 'ripcord metric' AND datname = current_database()";
      assertThat(session.query(end, row -> row.number("n"))).containsExactly(1L);
      assertThat(source.read(NOW)).isInstanceOf(Reading.Down.class);
      assertThat(source.read(NOW)).isEqualTo(value(1));
    }
  }

  @Test
  void countsChecksThatDoNotHold(TestDatabase database) {
    Check holds = new Check.Sql("one", "SELECT 1", "1");
    Check fails = new Check.Sql("two", "SELECT 1", "2");
    Check broken = new Check.Sql("three", "SELECT a FROM nowhere", "2");
    Measure failures = new Measure.Known(BuiltIn.DATA_VALIDATION_FAILURES);
    DatabaseUrl url = database.url();
    assertThat(read(url, List.of(), failures))
        .isEqualTo(new Reading.Idle("the migration has no checks"));
    assertThat(read(url, List.of(holds, holds), failures)).isEqualTo(value(0));
    assertThat(read(url, List.of(fails, holds, fails), failures)).isEqualTo(value(2));
    assertThat(read(url, List.of(holds, broken), failures))
        .isEqualTo(new Reading.Down("three: relation \"nowhere\" does not exist"));
    assertThat(read(url, List.of(broken, fails), failures)).isEqualTo(value(1));
    try (HostileServer server = HostileServer.start()) {
      Check http = new Check.Http("web", server.url(), 200, Duration.ofMillis(200));
      assertThat(read(url, List.of(http), failures)).isInstanceOf(Reading.Down.class);
      server.now(HostileServer.Manner.answers(200, "fine"));
      assertThat(read(url, List.of(http), failures)).isEqualTo(value(0));
      server.now(HostileServer.Manner.answers(503, "not fine"));
      assertThat(read(url, List.of(http), failures)).isEqualTo(value(1));
    }
  }

  @Test
  void seesWhoWaitsAndSinceWhen(TestDatabase database) {
    assertThat(known(database, BuiltIn.LOCK_WAITERS)).isEqualTo(value(0));
    assertThat(known(database, BuiltIn.LONGEST_TRANSACTION)).isEqualTo(value(0));
    try (Session holder = database.open();
        Session waiter = database.open()) {
      holder.execute("CREATE TABLE t (a int)");
      holder.execute("BEGIN; LOCK TABLE t; SELECT pg_sleep(0.3)");
      waiter.execute("SET lock_timeout = '20s'");
      Thread waiting =
          Thread.ofVirtual().start(() -> waiter.execute("BEGIN; LOCK TABLE t; ROLLBACK"));
      await(database, BuiltIn.LOCK_WAITERS, 1);
      Reading longest = known(database, BuiltIn.LONGEST_TRANSACTION);
      assertThat(((Reading.Value) longest).value()).isBetween(0.3, 30.0);
      holder.execute("ROLLBACK");
      join(waiting);
      await(database, BuiltIn.LOCK_WAITERS, 0);
      assertThat(((Reading.Value) known(database, BuiltIn.CONNECTIONS_USED)).value())
          .isBetween(0.01, 0.9);
      holder.execute("CREATE ROLE metric_nobody LOGIN PASSWORD 'secret-1'");
      try {
        DatabaseUrl url = database.url();
        DatabaseUrl nobody =
            new DatabaseUrl(
                url.host(), url.port(), url.database(), "metric_nobody", "secret-1", Map.of());
        assertThat(read(nobody, List.of(), new Measure.Known(BuiltIn.LONGEST_TRANSACTION)))
            .isEqualTo(
                new Reading.NoData("2 sessions are hidden: the role needs pg_read_all_stats"));
        assertThat(read(nobody, List.of(), new Measure.Known(BuiltIn.CONNECTIONS_USED)))
            .isInstanceOf(Reading.Value.class);
      } finally {
        holder.execute("DROP ROLE metric_nobody");
      }
    }
  }

  private static void await(TestDatabase database, BuiltIn what, double wanted) {
    for (int i = 0; i < 100; i++) {
      if (known(database, what).equals(value(wanted))) {
        return;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError(what + " never was " + wanted);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void thereMayBeNoReplica(TestDatabase database) {
    assertThat(known(database, BuiltIn.REPLICA_LAG))
        .isEqualTo(new Reading.Idle("no replica is connected"));
  }

  @Test
  void followsARun(TestDatabase database) {
    Reading none = new Reading.Idle("no run is under way in this database");
    assertThat(known(database, BuiltIn.MIGRATION_PROGRESS)).isEqualTo(none);
    assertThat(known(database, BuiltIn.SYNC_CONFLICTS)).isEqualTo(none);
    try (Session session = database.open()) {
      session.execute(SqlResource.of(dev.ripcord.plan.Plan.class, "create-own-schema"));
      assertThat(known(database, BuiltIn.SYNC_CONFLICTS)).isEqualTo(value(0));
      session.execute("DO $$BEGIN PERFORM ripcord.note_sync_conflict('t'); END$$");
      assertThat(known(database, BuiltIn.SYNC_CONFLICTS)).isEqualTo(value(1));
      assertThat(known(database, BuiltIn.MIGRATION_PROGRESS))
          .isEqualTo(new Reading.Idle("nobody is at work on the run"));
      at(session, "migrate-01", "walking");
      double first = progress(database);
      assertThat(progress(database)).isEqualTo(first);
      session.execute("INSERT INTO ripcord.walk VALUES ('migrate-01', 1, 10, 100, 0, 0)");
      double second = progress(database);
      assertThat(second).isGreaterThan(first);
      session.execute("UPDATE ripcord.walk SET next_block = 11");
      assertThat(progress(database)).isGreaterThan(second).isLessThan(1);
      session.execute("DELETE FROM ripcord.walk");
      session.execute(
          "INSERT INTO ripcord.journal VALUES (1, now(), 'p', 'DONE', 'migrate-01', '', '', 'h')");
      assertThat(progress(database)).isEqualTo(1);
      at(session, "contract", "soaking for 30 minutes");
      assertThat(known(database, BuiltIn.MIGRATION_PROGRESS))
          .isEqualTo(new Reading.Idle("the run waits at a gate"));
    }
  }

  private static void at(Session session, String unit, String what) {
    session.execute("DELETE FROM ripcord.controller");
    session.update(
        "INSERT INTO ripcord.controller VALUES (true, 'me', now(), clock_timestamp(), ?)",
        "{\"unit\":\"%s\",\"what\":\"%s\",\"percent\":-1}".formatted(unit, what));
  }

  private static double progress(TestDatabase database) {
    return ((Reading.Value) known(database, BuiltIn.MIGRATION_PROGRESS)).value();
  }
}
