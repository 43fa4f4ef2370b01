package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who waits for us, whom we wait for, and that both are told. */
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class LockCareTest {
  private static final Executor ASIDE =
      work -> {
        Thread unused = Thread.ofVirtual().start(work);
      };

  private static final String TABLES =
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, p int)";

  private static final String FOREIGN_KEY =
      "add_foreign_key: {table: c, name: c_p, columns: [p], references: {table: p, columns: [id]}}";

  private static final String SLOW_DDL =
      """
      CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(0.4); END $$;
      CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('ALTER TABLE')
        EXECUTE FUNCTION slow()
      """;

  /** Long enough for others to queue behind it, at the first attempt. */
  private static final Pace PATIENT = new Pace(Duration.ofMillis(500), 20, Duration.ofMillis(500));

  @TempDir private Path folder;
  private Bench bench;
  private final Map<String, LockCare> cares = new ConcurrentHashMap<>();
  private final List<String> blocked = new CopyOnWriteArrayList<>();

  private final Observer observer =
      new Observer() {
        @Override
        public void blocked(Unit unit, int attempt, String blockers) {
          blocked.add(blockers);
        }

        @Override
        public void finished(Unit unit, Measured measured) {
          LockCare unused = cares.put(unit.id(), measured.care());
        }
      };

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
  }

  private Engine engine(Plan plan) {
    return Engine.open(plan, bench.database().url(), Clock.systemUTC(), observer);
  }

  private LockCare care(String unit) {
    return cares.getOrDefault(unit, LockCare.NONE);
  }

  private Session client(String name) {
    return Session.open(bench.database().url(), name);
  }

  /** Comes back when the condition holds, and fails when it never does. */
  private void until(String condition) {
    String unused =
        bench.scalar(
            "DO $$ BEGIN FOR i IN 1..1500 LOOP IF "
                + condition
                + " THEN RETURN; END IF; PERFORM pg_sleep(0.01); PERFORM pg_stat_clear_snapshot();"
                + " END LOOP; RAISE 'never so'; END $$");
  }

  private static String waiting(int pid) {
    return "(SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = " + pid + ")";
  }

  private List<String> journal(Entry.Kind kind, String unit) {
    try (Session session = bench.database().open()) {
      return Journal.read(session).stream()
          .filter(entry -> entry.kind() == kind && entry.unit().equals(unit))
          .map(Entry::detail)
          .toList();
    }
  }

  /** Adding a foreign key waits for writers; who only reads has a lock and is in nobody's way. */
  @Test
  void namesWhomItWaitedForAndNobodyElse() throws Exception {
    bench.sql(TABLES);
    Plan plan = bench.plan(PATIENT, FOREIGN_KEY);
    try (Session reader = client("reader");
        Session writer = client("writer");
        Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      reader.execute("BEGIN; SELECT * FROM c");
      writer.execute("BEGIN; INSERT INTO c VALUES (1, NULL); SELECT 'my secret'");
      CompletableFuture<Void> ends =
          CompletableFuture.runAsync(
              () -> {
                until("EXISTS (SELECT FROM ripcord.journal WHERE kind = 'NOTE')");
                writer.execute("COMMIT");
              },
              ASIDE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      ends.join();
      String who = "waited for pid " + writer.announcedPid() + " of postgres (writer), in its";
      assertThat(blocked).isNotEmpty().allMatch(text -> text.startsWith(who));
      assertThat(blocked.getFirst()).endsWith("SELECT ...").doesNotContain("secret");
      String unit = journal(Entry.Kind.NOTE, "expand-01").isEmpty() ? "expand-02" : "expand-01";
      assertThat(journal(Entry.Kind.NOTE, unit))
          .singleElement()
          .asString()
          .startsWith("attempt 1 got no lock: " + who);
      assertThat(care(unit).ourLongestWait())
          .isBetween(Duration.ofMillis(500), Duration.ofMillis(900));
      assertThat(care(unit).blockers()).singleElement().asString().contains("(writer)");
      assertThat(journal(Entry.Kind.MEASURED, unit))
          .singleElement()
          .asString()
          .matches("took .*; waited \\d+ ms for a lock of pid .* \\(writer\\).*");
      reader.execute("COMMIT");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  @Test
  void measuresHowLongItHeldOthersUp() {
    bench.sql(TABLES);
    Plan plan = bench.plan(PATIENT, "add_column: {table: c, column: n, type: int}");
    try (Session client = client("shop");
        Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      bench.sql(SLOW_DDL);
      CompletableFuture<Void> reads =
          CompletableFuture.runAsync(
              () -> {
                until(
                    "EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND application_name = 'ripcord run')");
                client.execute("SELECT * FROM c");
              },
              ASIDE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      reads.join();
      bench.sql("DROP EVENT TRIGGER slow; DROP FUNCTION slow()");
      LockCare care = care("expand-01");
      assertThat(care.longestStall()).isBetween(Duration.ofMillis(100), Duration.ofMillis(450));
      assertThat(care.heldUp())
          .singleElement()
          .asString()
          .startsWith("pid " + client.announcedPid() + " of postgres (shop)");
      assertThat(journal(Entry.Kind.MEASURED, "expand-01"))
          .singleElement()
          .asString()
          .matches("took \\d+ ms; no wait for a lock seen; held others up \\d+ ms at most: pid .*");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  /** The second client waits for nothing of ours, but for the first, who waits for us. */
  @Test
  void countsThoseBehindItsWaitingRequestAndThoseBehindThem() {
    bench.sql(TABLES);
    bench.sql("CREATE TABLE other (id int)");
    Plan plan = bench.plan(PATIENT, "add_column: {table: c, column: n, type: int}");
    try (Session holder = client("holder");
        Session first = client("first");
        Session second = client("second");
        Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      holder.execute("BEGIN; SELECT * FROM c");
      first.execute("BEGIN; LOCK TABLE other");
      CompletableFuture<Void> queues =
          CompletableFuture.runAsync(
              () -> {
                until(waiting(engine.backendPid()));
                first.execute("SELECT * FROM c; COMMIT");
              },
              ASIDE);
      CompletableFuture<Void> behind =
          CompletableFuture.runAsync(
              () -> {
                until(waiting(first.announcedPid()));
                second.execute("SELECT * FROM other");
              },
              ASIDE);
      CompletableFuture<Void> ends =
          CompletableFuture.allOf(queues, behind)
              .thenRunAsync(() -> holder.execute("COMMIT"), ASIDE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      ends.join();
      LockCare care = care("expand-01");
      assertThat(care.longestStall()).isBetween(Duration.ofMillis(50), Duration.ofMillis(600));
      assertThat(String.join("\n", care.heldUp())).contains("(first)", "(second)");
      assertThat(care.blockers()).singleElement().asString().contains("(holder)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  /** While an index is built the engine's own thread can tell nobody. */
  @Test
  void saysWhomABuildWaitsForWhileItWaits() {
    bench.sql(TABLES);
    Plan plan = bench.plan("create_index: {table: c, name: c_p, columns: [p]}");
    try (Session old = client("old report");
        Engine engine = engine(plan)) {
      old.execute("BEGIN; INSERT INTO c VALUES (1, 1)");
      CompletableFuture<List<String>> seen =
          CompletableFuture.supplyAsync(
              () -> {
                until("EXISTS (SELECT FROM pg_stat_progress_create_index WHERE lockers_total > 0)");
                List<String> waitsFor = engine.waitsFor();
                for (int i = 0; i < 100 && waitsFor.isEmpty(); i++) {
                  String unused = bench.scalar("SELECT pg_sleep(0.02)::text");
                  waitsFor = engine.waitsFor();
                }
                old.execute("COMMIT");
                return waitsFor;
              },
              ASIDE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(seen.join()).singleElement().asString().contains("(old report)");
      assertThat(engine.waitsFor()).isEmpty();
      assertThat(care("expand-01").blockers()).hasSize(1);
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
  }

  /** A look has a snapshot, for which a build waits a moment as for anybody's. */
  @Test
  void doesNotNameTheLookItself() {
    bench.sql(TABLES);
    try (Session look = client("ripcord watch");
        Session build = client("build")) {
      look.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
      CompletableFuture<Void> builds =
          CompletableFuture.runAsync(
              () -> build.execute("CREATE INDEX CONCURRENTLY c_p ON c (p)"), ASIDE);
      until(waiting(build.announcedPid()));
      assertThat(LockWaits.around(look, build.announcedPid()))
          .extracting(LockWaits.Wait::kind)
          .containsExactly(LockWaits.Kind.OURS);
      look.execute("COMMIT");
      builds.join();
    }
  }

  /** Such a role sees of another's session neither that it waits nor what it runs. */
  @Test
  void seesWhoWaitsWithoutTheRightToSeeWhatOthersDo() {
    bench.sql(TABLES);
    bench.sql(
        """
        CREATE ROLE plain LOGIN PASSWORD 'plain';
        DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO plain', current_database()); END $$;
        GRANT ALL ON SCHEMA public TO plain;
        ALTER TABLE c OWNER TO plain
        """);
    Plan plan = bench.plan(PATIENT, "add_column: {table: c, column: n, type: int}");
    DatabaseUrl url = bench.database().url();
    DatabaseUrl plain =
        new DatabaseUrl(url.host(), url.port(), url.database(), "plain", "plain", Map.of());
    try (Session holder = client("holder");
        Session behind = client("behind");
        Engine engine = Engine.open(plan, plain, Clock.systemUTC(), observer)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      holder.execute("BEGIN; SELECT * FROM c");
      CompletableFuture<Void> ends =
          CompletableFuture.runAsync(
                  () -> {
                    until(waiting(engine.backendPid()));
                    behind.execute("SELECT * FROM c");
                  },
                  ASIDE)
              .thenRunAsync(() -> holder.execute("COMMIT"), ASIDE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      ends.join();
      assertThat(care("expand-01").longestStall()).isGreaterThan(Duration.ofMillis(50));
      assertThat(care("expand-01").heldUp())
          .containsExactly("pid " + behind.announcedPid() + " of postgres (behind)");
      assertThat(care("expand-01").blockers())
          .containsExactly("pid " + holder.announcedPid() + " of postgres (holder)");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    bench.sql("DROP OWNED BY plain CASCADE; DROP ROLE plain");
  }

  /** One session for all units, none before it is needed, none left. */
  @Test
  void looksFromOneSessionOnly() {
    bench.sql(TABLES);
    Plan plan =
        bench.plan(
            "create_index: {table: c, name: c_1, columns: [p]}",
            "create_index: {table: c, name: c_2, columns: [id, p]}",
            "create_index: {table: c, name: c_3, columns: [p, id]}");
    String watching =
        "SELECT string_agg(pid::text, ',') FROM pg_stat_activity"
            + " WHERE application_name = 'ripcord watch' AND datname = current_database()";
    try (Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      assertThat(bench.scalar(watching)).isNotNull().doesNotContain(",");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
      assertThat(bench.scalar(watching)).isNotNull().doesNotContain(",");
    }
  }

  /** The other one waits without end, so that PostgreSQL finds the deadlock in our wait. */
  @Test
  void triesAgainAsTheVictimOfADeadlock() {
    bench.sql(TABLES);
    Plan plan =
        bench.plan(new Pace(Duration.ofSeconds(20), 20, Duration.ofSeconds(20)), FOREIGN_KEY);
    try (Session other = client("other");
        Engine engine = engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(DONE);
      other.execute("SET deadlock_timeout = '10min'; BEGIN; LOCK TABLE p IN EXCLUSIVE MODE");
      CompletableFuture<Void> crosses =
          CompletableFuture.runAsync(
              () -> {
                until(waiting(engine.backendPid()));
                other.execute("LOCK TABLE c IN EXCLUSIVE MODE; COMMIT");
              },
              ASIDE);
      assertThat(engine.forward(Phase.CLEANUP)).isEqualTo(DONE);
      crosses.join();
      assertThat(blocked).hasSize(1);
      assertThat(blocked.getFirst()).contains("(other)");
      assertThat(bench.scalar("SELECT convalidated FROM pg_constraint WHERE conname = 'c_p'"))
          .isEqualTo("t");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    } catch (DatabaseException e) {
      throw new AssertionError("a deadlock came through", e);
    }
  }
}
