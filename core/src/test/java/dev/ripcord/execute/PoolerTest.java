package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.PgBouncer;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real pgbouncer between the engine and the server. */
@ExtendWith(TestDatabase.Extension.class)
class PoolerTest {
  @TempDir private Path folder;
  private Bench bench;
  private Plan plan;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text, n int);"
            + " INSERT INTO t SELECT n, 'v' || n, n FROM generate_series(1, 5000) AS n");
    plan =
        bench.plan(
            "rename_column: {table: t, from: a, to: b}",
            "create_index: {table: t, name: t_n, columns: [n]}");
  }

  private Engine engine(DatabaseUrl url) {
    return Engine.open(plan, url, Clock.systemUTC(), Observer.NONE);
  }

  @Test
  void worksInSessionModeForwardAndBack() {
    String before = rows();
    SchemaFingerprint schema = fingerprint();
    try (PgBouncer pooler = PgBouncer.start(bench.database().url(), "session")) {
      List<Entry> journal;
      try (Engine engine = engine(pooler.url())) {
        assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
        assertThat(
                bench.scalar(
                    "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 7305801"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
            .isEqualTo(Integer.toString(engine.backendPid()));
        journal = engine.journal();
      }
      assertThat(journal).extracting(Entry::kind).contains(Entry.Kind.DONE, Entry.Kind.MEASURED);
      assertThat(bench.scalar("SELECT count(b) FROM t")).isEqualTo("5000");
      try (Engine engine = engine(pooler.url())) {
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      }
      assertThat(advisoryLocks()).isEqualTo("0");
    }
    assertThat(rows()).isEqualTo(before);
    assertThat(SchemaDifference.between(schema, fingerprint()))
        .allMatch(difference -> difference.isColumnOrderOnly());
  }

  /** What the server reports of our locks must be ours, not those of the pooler's number. */
  @Test
  void measuresItsOwnLocksThroughAPooler() {
    bench.sql("INSERT INTO t SELECT n, 'v' || n, n FROM generate_series(5001, 60000) AS n");
    List<Observer.Measured> seen = new ArrayList<>();
    Observer observer =
        new Observer() {
          @Override
          public void finished(Unit unit, Measured measured) {
            if (unit.step().phase() == Phase.EXPAND) {
              seen.add(measured);
            }
          }
        };
    try (PgBouncer pooler = PgBouncer.start(bench.database().url(), "session");
        Engine engine = Engine.open(plan, pooler.url(), Clock.systemUTC(), observer)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(seen).isNotEmpty().allMatch(measured -> measured.locks().containsKey("public.t"));
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"server_round_robin = 0", "server_round_robin = 1"})
  void refusesTransactionModeBeforeAnythingIsTouched(String choice) {
    try (PgBouncer pooler = PgBouncer.start(bench.database().url(), "transaction", choice)) {
      severalIdleServers(pooler.url());
      assertRefused(pooler.url(), "a pooler in transaction mode is at 127.0.0.1:");
    }
  }

  /** Whoever else works in the pool may have our server at the moment when we look. */
  @Test
  void refusesTransactionModeAmongOthersAtWork() throws Exception {
    try (PgBouncer pooler = PgBouncer.start(bench.database().url(), "transaction")) {
      AtomicBoolean stop = new AtomicBoolean();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Session client = Session.open(simple(pooler.url()), "client")) {
                        while (!stop.get()) {
                          String unused = client.scalar("SELECT count(*) FROM t");
                        }
                      }
                    }));
      }
      try {
        for (int i = 0; i < 5; i++) {
          assertRefused(pooler.url(), "a pooler in transaction mode is at 127.0.0.1:");
        }
      } finally {
        stop.set(true);
        for (Thread client : clients) {
          client.join();
        }
      }
    }
  }

  @Test
  void refusesTransactionModeWithOneServerForAll() {
    try (PgBouncer pooler =
        PgBouncer.start(bench.database().url(), "transaction", "default_pool_size = 1")) {
      assertRefused(pooler.url(), "a pooler in transaction mode is at 127.0.0.1:");
    }
  }

  @Test
  void refusesStatementMode() {
    try (PgBouncer pooler = PgBouncer.start(bench.database().url(), "statement")) {
      assertRefused(pooler.url(), "no second session with a transaction, as statement mode");
    }
  }

  @Test
  void refusesAPoolTooSmallForASecondSession() {
    try (PgBouncer pooler =
        PgBouncer.start(
            bench.database().url(), "session", "default_pool_size = 1", "query_wait_timeout = 1")) {
      assertRefused(pooler.url(), "a pool without free servers");
    }
  }

  private void assertRefused(DatabaseUrl url, String reason) {
    try (Engine engine = engine(url)) {
      assertThat(engine.forward(Phase.CLEANUP))
          .isInstanceOfSatisfying(
              RunOutcome.Refused.class,
              refused -> assertThat(refused.reason()).contains(reason, "session mode"));
      assertThat(engine.back(Phase.PREPARATION)).isInstanceOf(RunOutcome.Refused.class);
    }
    assertThat(bench.scalar("SELECT to_regnamespace('ripcord')")).isNull();
    assertThat(advisoryLocks()).isEqualTo("0");
  }

  /** Each in a transaction of its own at the same time, so that the pool must have that many. */
  private static void severalIdleServers(DatabaseUrl url) {
    List<Session> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Session client = Session.open(url, "client");
      client.execute("BEGIN; SELECT 1");
      clients.add(client);
    }
    clients.forEach(client -> client.execute("COMMIT"));
    clients.forEach(Session::close);
  }

  private static DatabaseUrl simple(DatabaseUrl url) {
    return url.with("preferQueryMode", "simple");
  }

  private @Nullable String advisoryLocks() {
    return bench.scalar(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
  }

  private @Nullable String rows() {
    return bench.scalar(
        "SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM (SELECT id, a, n FROM t) AS t");
  }

  private SchemaFingerprint fingerprint() {
    try (Session session = bench.database().open()) {
      return CatalogReader.fingerprint(session);
    }
  }
}
