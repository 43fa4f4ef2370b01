package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.ShortWaits;
import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
@Timeout(120)
@ShortWaits
class TrafficTest {
  private static final TrafficOptions OPTIONS = TrafficOptions.ofSeed(42);

  private TestTables tables;

  @BeforeEach
  void create(TestDatabase database) {
    tables = TestTables.create(database);
  }

  @AfterEach
  void drop() {
    tables.close();
  }

  private Traffic start(List<TableShape> shapes) {
    return Traffic.start(
        tables.databases(),
        tables.before,
        shapes,
        session -> TestTables::values,
        OPTIONS,
        Clock.systemUTC());
  }

  private static void until(Traffic traffic, long writes) {
    until(traffic, () -> traffic.ledger().acknowledged() >= writes);
  }

  private static void until(Traffic traffic, BooleanSupplier reached) {
    while (!reached.getAsBoolean()) {
      traffic.check();
      Pause.millis(2);
    }
  }

  @Test
  void bothDatabasesAreEqualWithoutAMigration() {
    try (Traffic traffic = start(List.of())) {
      until(traffic, 6000);
      traffic.pause();
      LedgerCounts counts = traffic.ledger();
      assertThat(counts.defects()).isEmpty();
      assertThat(counts.byTable().values()).allMatch(count -> count > 50);
      assertThat(counts.byTable().keySet()).doesNotContain("public.event_a");
      assertThat(counts.rolledBack()).isPositive();
      assertThat(counts.writesPerSecond()).as("even on a busy machine").isGreaterThan(200);
      assertThat(tables.differences()).isEmpty();
      assertThat(tables.testedRows()).hasSizeGreaterThan(1500);
      List<String> before = tables.testedRows();
      Pause.millis(50);
      assertThat(tables.testedRows()).as("while paused nobody writes").isEqualTo(before);
      traffic.resume();
      until(traffic, counts.acknowledged() + 500);
      traffic.pause();
      assertThat(tables.differences()).isEmpty();
      assertThat(tables.testedRows()).isNotEqualTo(before);
    }
  }

  @Test
  void aCorrectSyncTriggerLeavesTheOldShapeAsTheControlDatabaseHasIt() {
    try (Traffic traffic = start(TestTables.split())) {
      migrate(traffic, "");
      assertThat(traffic.ledger().defects()).isEmpty();
      assertThat(traffic.ledger().oldShape()).isGreaterThan(1000);
      assertThat(traffic.ledger().newShape()).isGreaterThan(1000);
      assertThat(tables.differences()).isEmpty();
      assertThat(traffic.expectedKept())
          .as("names with a space in the first part do not come back from the old shape")
          .isNotEmpty();
      try (Session session = tables.tested()) {
        for (KeptValue value : traffic.expectedKept()) {
          value
              .values()
              .forEach(
                  (column, expected) ->
                      assertThat(
                              session.query(
                                  "SELECT "
                                      + column.quoted()
                                      + " FROM "
                                      + value.table().quoted()
                                      + " WHERE "
                                      + (value.table().equals(TestTables.USERS) ? "id" : "\"Key\"")
                                      + " = ?::bigint",
                                  row -> String.valueOf(row.textOrNull(1)),
                                  value.key().getFirst()))
                          .as(value.toString())
                          .containsExactly(String.valueOf(expected)));
        }
      }
    }
  }

  @Test
  void afterContractOnlyTheNewShapeIsWritten() {
    try (Traffic traffic = start(TestTables.contracted());
        Session session = tables.tested()) {
      until(traffic, 500);
      traffic.serve(Set.of(Shape.OLD, Shape.NEW), Layout.BEFORE_CONTRACT);
      until(traffic, 1500);
      traffic.serve(Set.of(), Layout.BEFORE_CONTRACT);
      long before = traffic.ledger().acknowledged();
      session.execute(HandMade.CONTRACT);
      assertThat(traffic.ledger().acknowledged()).as("nobody is served").isEqualTo(before);
      traffic.serve(Set.of(Shape.NEW), Layout.AFTER_CONTRACT);
      until(traffic, 3000);
      traffic.serve(Set.of(), Layout.BEFORE_CONTRACT);
      List<KeptValue> kept = traffic.expectedKept();
      assertThat(kept)
          .isNotEmpty()
          .allSatisfy(value -> assertThat(value.table()).isEqualTo(TestTables.ORDERS))
          .allSatisfy(
              value ->
                  assertThat(value.values().get(new Identifier("title")))
                      .hasSizeGreaterThan(40)
                      .isEqualTo(
                          session
                              .query(
                                  "SELECT title FROM \"Order\" WHERE \"Key\" = ?::bigint",
                                  row -> row.text(1),
                                  value.key().getFirst())
                              .getFirst()));
      session.execute(HandMade.BACK_FROM_CONTRACT);
      traffic.forgetKept();
      traffic.serve(Set.of(Shape.OLD), Layout.BEFORE_CONTRACT);
      until(traffic, 3500);
      traffic.pause();
      assertThat(traffic.expectedKept()).isEmpty();
      assertThat(traffic.ledger().defects()).isEmpty();
      assertThat(traffic.ledger().refused().keySet()).isSubsetOf("23505", "23503", "0A000");
      assertThat(tables.differences()).isEmpty();
    }
  }

  @Test
  void valuesComeFromTheCatalogueOnTheirOwn() {
    for (List<TableShape> shapes : List.of(TestTables.split(), TestTables.contracted())) {
      try (Traffic traffic =
          Traffic.start(tables.databases(), tables.before, shapes, OPTIONS, Clock.systemUTC())) {
        until(traffic, 500);
        traffic.pause();
        LedgerCounts counts = traffic.ledger();
        assertThat(counts.defects()).isEmpty();
        assertThat(counts.refusedInAll()).isLessThan(counts.acknowledged() / 2);
        assertThat(tables.differences()).isEmpty();
      }
    }
  }

  @Test
  void aTriggerThatLosesEveryTenthWriteIsFoundOut() {
    try (Traffic traffic = start(TestTables.split())) {
      migrate(traffic, "IF nextval('tenth') % 10 = 0 THEN RETURN NEW; END IF;");
      assertThat(tables.differences()).isNotEmpty();
    }
  }

  /** Old clients, both with a backfill under way, then new clients only. */
  private void migrate(Traffic traffic, String sabotage) {
    until(traffic, 1000);
    try (Session session = tables.tested()) {
      untilItSucceeds(session, HandMade.expand(sabotage));
      traffic.serve(Set.of(Shape.OLD, Shape.NEW), Layout.BEFORE_CONTRACT);
      until(traffic, 3000);
      untilItSucceeds(session, HandMade.BACKFILL);
      until(traffic, 4000);
      traffic.serve(Set.of(Shape.NEW), Layout.BEFORE_CONTRACT);
      until(traffic, 5000);
      traffic.pause();
    }
  }

  /** Statements that lock several tables at once meet writers who lock them in another order. */
  private static void untilItSucceeds(Session session, String statements) {
    while (true) {
      try {
        session.execute(statements);
        return;
      } catch (DatabaseException e) {
        if (!e.worthRetrying()) {
          throw e;
        }
      }
    }
  }

  /** Writes that a killed connection ended, or left in the dark for a while. */
  private static long cut(Traffic traffic) {
    LedgerCounts counts = traffic.ledger();
    return counts.interrupted() + counts.resolved();
  }

  /** A client that is just connecting again loses no write, so some kills hit none. */
  @Test
  void killedConnectionsLeaveNoDifference() {
    try (Traffic traffic = start(List.of());
        Session killer = tables.tested()) {
      Random random = new Random(7);
      while (cut(traffic) <= 20) {
        traffic.check();
        List<Long> killed =
            killer.query(
                """
                SELECT pg_terminate_backend(pid)::int
                FROM pg_stat_activity
                WHERE application_name LIKE 'ripcord writer%' OR application_name LIKE 'ripcord control%'
                ORDER BY random() LIMIT 1
                """,
                row -> row.number(1));
        assertThat(killed).hasSizeLessThan(2);
        Pause.millis(5 + random.nextInt(10));
      }
      long reached = traffic.ledger().acknowledged();
      until(traffic, reached + 1000);
      traffic.pause();
      LedgerCounts counts = traffic.ledger();
      assertThat(counts.unknown()).isZero();
      assertThat(counts.defects()).isEmpty();
      assertThat(tables.differences()).isEmpty();
    }
  }

  @Test
  void aLockOfThreeHundredMillisecondsIsSeenAsAStall() {
    Instant early = Instant.now();
    try (Traffic traffic = start(TestTables.split());
        Session session = tables.tested()) {
      until(traffic, 200);
      Instant begin = Instant.now();
      Session.Commit unused =
          session.transaction(
              inside -> {
                inside.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
                Instant locked = Instant.now();
                inside.execute("SELECT pg_sleep(0.3)");
                assertThat(traffic.longestStallSince(locked))
                    .as("while it waits")
                    .isGreaterThan(Duration.ofMillis(200));
              });
      Instant end = Instant.now();
      until(traffic, traffic.ledger().acknowledged() + 200);
      assertThat(traffic.longestStallBetween(begin, end))
          .isBetween(Duration.ofMillis(290), Duration.between(begin, end).plusMillis(5));
      assertThat(traffic.longestStallBetween(early.minusSeconds(10), early)).isZero();
    }
  }

  @Test
  void refusedWritesAreCountedAndNoLoss() {
    try (Traffic traffic = start(List.of());
        Session session = tables.tested()) {
      until(traffic, 100);
      session.execute("ALTER TABLE users ADD CONSTRAINT poor CHECK (balance < 1000) NOT VALID");
      until(traffic, () -> traffic.ledger().refused().getOrDefault("23514", 0L) > 20);
      session.execute("ALTER TABLE log RENAME TO protocol");
      until(traffic, () -> traffic.ledger().refused().getOrDefault("42P01", 0L) > 20);
      session.execute("ALTER TABLE protocol RENAME TO log");
      until(traffic, traffic.ledger().acknowledged() + 300);
      traffic.pause();
      assertThat(traffic.ledger().defects()).isEmpty();
      assertThat(tables.differences()).isEmpty();
    }
  }

  @Test
  void aRowThatVanishesIsADefect() {
    try (Traffic traffic = start(TestTables.split());
        Session session = tables.tested()) {
      until(traffic, 100);
      // the table at once, for row by row it would meet the writers in another order than they do
      session.execute(
          "SET session_replication_role = replica;"
              + " LOCK TABLE users IN EXCLUSIVE MODE; DELETE FROM users");
      until(traffic, () -> !traffic.ledger().lost().isEmpty());
      assertThat(traffic.ledger().lost().getFirst().table()).isEqualTo("public.users");
    }
  }

  @Test
  void aWriterThatDiesIsHeard() {
    ColumnValues broken =
        (table, column) ->
            random -> {
              if (random.nextInt(100) == 0) {
                throw new IllegalStateException("no more values");
              }
              return TestTables.values(table, column).next(random);
            };
    try (Traffic traffic =
        Traffic.start(
            tables.databases(),
            tables.before,
            List.of(),
            session -> broken,
            OPTIONS,
            Clock.systemUTC())) {
      assertThatThrownBy(() -> until(traffic, Long.MAX_VALUE))
          .isInstanceOf(RipcordException.class)
          .hasMessageContaining("no more values");
      assertThatThrownBy(traffic::pause).isInstanceOf(RipcordException.class);
    }
  }
}
