package dev.ripcord.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.RestartableServer;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server itself: each item passes, and fails for its own reason. */
@Timeout(90)
@ExtendWith(TestDatabase.Extension.class)
class ServerItemsTest {
  private static final Verdict PASSED = new Verdict.Passed();

  private DatabaseUrl url;
  private Shop shop;

  @BeforeEach
  void open(TestDatabase database) {
    url = database.url();
    shop = Shop.open(url);
  }

  private void strict() {
    shop.aftermath = new Aftermath(List.of(), List.of(), Shop.thresholds(Duration.ofMillis(500)));
  }

  /** Some things are only so after a moment. */
  private static Finding failing(Supplier<Finding> look) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Finding finding = look.get();
    while (!finding.failed() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      finding = look.get();
    }
    return finding;
  }

  @Test
  void performanceFailsByALongTransaction() {
    assertThat(shop.look(new Performance()).verdict()).isEqualTo(PASSED);
    strict();
    try (Session long1 = shop.session()) {
      long1.execute("BEGIN; SELECT 1");
      assertThat(Shop.failure(failing(() -> shop.look(new Performance()))))
          .startsWith("the longest transaction is ");
      long1.execute("ROLLBACK");
    }
  }

  @Test
  void performanceFailsByAWaiterForALock() {
    strict();
    try (Session holder = shop.session();
        Session waiter = shop.session()) {
      holder.execute("BEGIN; LOCK TABLE people");
      CompletableFuture<Void> waits =
          CompletableFuture.runAsync(
              () -> waiter.execute("SELECT count(*) FROM people"), Thread::startVirtualThread);
      Finding finding =
          failing(
              () -> {
                Finding found = shop.look(new Performance());
                return found.verdict() instanceof Verdict.Failed failed
                        && !failed.why().contains("wait for a lock")
                    ? new Finding(13, "", PASSED, List.of())
                    : found;
              });
      holder.execute("ROLLBACK");
      waits.join();
      assertThat(Shop.failure(finding)).contains("the longest wait for a lock, of 1 waiter is ");
    }
  }

  @Test
  void performanceFailsByDeadRows() {
    shop.sql("ALTER TABLE orders SET (autovacuum_enabled = false)");
    shop.start();
    shop.sql("INSERT INTO orders SELECT n, 1 FROM generate_series(1001, 21000) n");
    shop.sql("DELETE FROM orders WHERE id > 1000");
    assertThat(Shop.failure(failing(() -> shop.look(new Performance()))))
        .contains("of the rows of public.orders are dead");
    try (Session session = shop.session()) {
      assertThat(Maintenance.of(session, shop.subject(), () -> {}))
          .contains("VACUUM (ANALYZE, TRUNCATE false) public.orders", "ANALYZE public.people");
    }
    assertThat(shop.look(new Performance()).verdict()).isEqualTo(PASSED);
  }

  @Test
  void indexesFailByOneThatIsNotValid() {
    assertThat(shop.look(new IndexesAndStatistics()).verdict()).isEqualTo(PASSED);
    shop.sql("UPDATE people SET login = 'same'");
    try (Session session = shop.session()) {
      session.execute("CREATE UNIQUE INDEX CONCURRENTLY one_login ON people (login)");
    } catch (dev.ripcord.postgres.DatabaseException leftover) {
      assertThat(leftover.sqlState()).isEqualTo("23505");
    }
    assertThat(Shop.failure(shop.look(new IndexesAndStatistics())))
        .startsWith("index public.one_login is not valid");
  }

  @Test
  void statisticsFailWhenTheyAreOlderThanTheRun() {
    shop.journal(Entry.Kind.UNDONE, "expand-01", "");
    assertThat(Shop.failure(shop.look(new IndexesAndStatistics())))
        .contains("the statistics of public.people are older than what the run changed");
    try (Session session = shop.session()) {
      assertThat(Maintenance.of(session, shop.subject(), () -> {}))
          .containsExactly("ANALYZE public.orders", "ANALYZE public.people");
    }
    assertThat(shop.look(new IndexesAndStatistics()).verdict()).isEqualTo(PASSED);
  }

  @Test
  void statisticsFailByRowsThatChanged() {
    shop.sql(
        "ALTER TABLE orders SET (autovacuum_enabled = false);"
            + " INSERT INTO orders SELECT n, 1 FROM generate_series(1001, 21000) n");
    shop.start();
    assertThat(Shop.failure(failing(() -> shop.look(new IndexesAndStatistics()))))
        .matches("20,[03]00 rows of public.orders changed since they were analyzed: .*");
  }

  @Test
  void theLogFailsByASlotNobodyReads() {
    assertThat(Shop.open(shop.look(new TransactionLog()))).startsWith("archive_mode is off");
    shop.sql("SELECT pg_create_physical_replication_slot('nobody', true)");
    try {
      shop.sql("CREATE TABLE big AS SELECT repeat('x', 1000) FROM generate_series(1, 3000)");
      assertThat(Shop.failure(shop.look(new TransactionLog())))
          .startsWith("nobody reads slot nobody, and it holds back ");
    } finally {
      shop.sql("SELECT pg_drop_replication_slot('nobody')");
    }
  }

  @Test
  void theLogFailsByArchivingThatFails() {
    ScratchOptions options =
        ScratchOptions.defaults()
            .withSetting("archive_mode", "on")
            .withSetting("archive_command", "/bin/true")
            .withSetting("max_prepared_transactions", "3");
    try (RestartableServer server = RestartableServer.start(options)) {
      Shop theirs = Shop.open(server.url());
      theirs.sql("SELECT pg_switch_wal()");
      Finding finding = theirs.look(new TransactionLog());
      for (int i = 0; i < 100 && !finding.verdict().equals(PASSED); i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        finding = theirs.look(new TransactionLog());
      }
      assertThat(finding.verdict()).isEqualTo(PASSED);
      theirs.sql("BEGIN; INSERT INTO people VALUES (5000, 'x'); PREPARE TRANSACTION 'forgotten'");
      assertThat(Shop.failure(theirs.look(new TransactionLog())))
          .startsWith("prepared transactions hold locks and the log: forgotten of ");
      theirs.sql("ROLLBACK PREPARED 'forgotten'");
      theirs.sql("ALTER SYSTEM SET archive_command = '/bin/false'");
      theirs.sql("SELECT pg_reload_conf()");
      theirs.sql("CREATE TABLE more AS SELECT 1");
      theirs.sql("SELECT pg_switch_wal()");
      assertThat(Shop.failure(failing(() -> theirs.look(new TransactionLog()))))
          .contains(" could not be archived at ");
    }
  }

  @Test
  void connectionsFailWhenTheyRunOut() {
    ScratchOptions options =
        ScratchOptions.defaults()
            .withSetting("max_connections", "12")
            .withSetting("superuser_reserved_connections", "2");
    try (RestartableServer server = RestartableServer.start(options)) {
      Shop theirs = Shop.open(server.url());
      assertThat(theirs.look(new Connections()).verdict()).isEqualTo(PASSED);
      List<Session> sessions = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          sessions.add(theirs.session());
        }
        assertThat(Shop.failure(theirs.look(new Connections())))
            .startsWith("9 of 10 connections are used, 90 %; at most 80 % are allowed");
      } finally {
        sessions.forEach(Session::close);
      }
    }
  }

  @Test
  void connectionsFailByOneThatIsIdleInATransaction() {
    strict();
    try (Session idle = shop.session()) {
      idle.execute("BEGIN");
      assertThat(Shop.failure(failing(() -> shop.look(new Connections()))))
          .startsWith("a session has been idle in a transaction for ");
      idle.execute("ROLLBACK");
    }
    assertThat(shop.look(new Connections()).verdict()).isEqualTo(PASSED);
  }
}
