package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.LiveCopy.Copied;
import dev.ripcord.postgres.LiveCopy.Patience;
import dev.ripcord.postgres.LiveCopy.Wanted;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A live database is copied as it was at one moment, and whoever works on it hardly notices. */
@ExtendWith(TestDatabase.Extension.class)
@Timeout(120)
class LiveCopyTest {
  private static final String WAITING =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE wait_event_type = 'Lock' AND datname = current_database()";

  private static final Patience SHORT =
      new Patience(Duration.ofMillis(300), 3, Duration.ofMillis(100));
  private static final Wanted SOME = new Wanted(50, 3, SHORT);

  /** Those that the installed pg_dump can read. */
  static final List<TestServer> servers =
      TestServer.ALL.stream().filter(server -> server.major() <= installed()).toList();

  static final List<TestServer> oldest = servers.subList(0, 1);

  /** Names that need quotes, keys of two columns, chains, circles and keys to the same table. */
  private static final String SCHEMA =
      """
      CREATE TYPE mood AS ENUM ('gut', 'schlecht');
      CREATE TABLE country (code char(2), area int, PRIMARY KEY (code, area));
      CREATE TABLE "Odd Schema"."Person" (
        "Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        boss bigint REFERENCES "Odd Schema"."Person",
        country char(2), area int,
        "größe" int, double_size int GENERATED ALWAYS AS ("größe" * 2) STORED,
        mood mood, born date, since interval, raw bytea, ratio float8,
        FOREIGN KEY (country, area) REFERENCES country);
      CREATE TABLE basket (id serial PRIMARY KEY, owner bigint NOT NULL REFERENCES "Odd Schema"."Person", favourite int);
      CREATE TABLE item (id int PRIMARY KEY, basket int NOT NULL REFERENCES basket DEFERRABLE, note text);
      ALTER TABLE basket ADD FOREIGN KEY (favourite) REFERENCES item;
      CREATE TABLE event (at date, id int, item int REFERENCES item, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
      CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'a trigger fired; loudly'; END$$;
      CREATE VIEW known AS SELECT "Id" FROM "Odd Schema"."Person";
      CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM known;
      """;

  private static final String ROWS =
      """
      INSERT INTO country SELECT c, a FROM unnest('{at,de,nz}'::text[]) c, generate_series(1, 100) a;
      INSERT INTO "Odd Schema"."Person" (boss, country, area, "größe", mood, born, since, raw, ratio)
        SELECT nullif(i / 7, 0), 'nz', 1 + i % 100, i, 'gut', '1999-12-31', '1 year 2 days', '\\x00ff5c', 0.1 + i
        FROM generate_series(1, 3000) i;
      INSERT INTO basket (owner) SELECT 3001 - i FROM generate_series(1, 3000) i;
      INSERT INTO item SELECT i, 3001 - i, E'a\\tb\\\\c\\nd ' || i FROM generate_series(1, 3000) i;
      UPDATE basket SET favourite = 1 + (id * 17) % 3000;
      INSERT INTO event SELECT date '2020-06-01' + i % 500, i, i FROM generate_series(1, 2000) i;
      CREATE TRIGGER loud BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION refuse();
      ALTER TABLE item ENABLE ALWAYS TRIGGER loud;
      REFRESH MATERIALIZED VIEW counted;
      ANALYZE;
      """;

  private static int installed() {
    Path bin = InstalledServer.programs().orElseThrow();
    return InstalledPrograms.version(bin.resolve("pg_dump")).orElseThrow().major();
  }

  private static LiveCopy.Watcher watcher(Consumer<String> progress) {
    return new LiveCopy.Watcher() {
      @Override
      public void judge(Snapshot live) {
        assertThat(live.tables()).isNotEmpty();
      }

      @Override
      public void begins(String what) {
        progress.accept(what);
      }
    };
  }

  private static Copied copy(TestDatabase database, ScratchDatabases scratch) {
    return LiveCopy.of(database.url(), scratch, SOME, watcher(what -> {}));
  }

  private static void fill(TestDatabase database, String... scripts) {
    try (Session session = database.open()) {
      for (String script : scripts) {
        session.execute(script);
      }
    }
  }

  private static long number(Session session, String query) {
    return session.query(query, row -> row.number(1)).getFirst();
  }

  @ParameterizedTest
  @FieldSource("servers")
  void takesSchemaSizesAndRowsWithAllTheirParents(TestServer server, TestDatabase database) {
    fill(database, SCHEMA, ROWS);
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      Copied copied = copy(database, scratch);

      assertThat(copied.notes())
          .filteredOn(note -> !note.contains("database setting"))
          .allMatch(note -> note.matches(".*(boss_fkey|favourite_fkey).*"));
      assertThat(copied.serverVersion()).isEqualTo(database.serverVersion());
      Snapshot.Table person =
          copied.live().table(QualifiedName.of("Odd Schema", "Person")).orElseThrow();
      assertThat(person.estimatedRows()).isEqualTo(3000);
      assertThat(person.bytes()).isGreaterThan(100_000);
      try (Session session = Session.open(copied.database(), "test");
          Session live = database.open()) {
        for (String table : List.of("item", "basket", "event", "\"Odd Schema\".\"Person\"")) {
          assertThat(number(session, "SELECT count(*) FROM " + table))
              .as(table)
              .isBetween(20L, 1200L);
        }
        assertThat(number(session, "SELECT count(*) FROM event")).isLessThanOrEqualTo(50);
        assertThat(number(session, "SELECT count(*) FROM pg_constraint WHERE NOT convalidated"))
            .isZero();
        assertThat(number(session, "SELECT nextval('basket_id_seq')")).isEqualTo(3001);
        assertThat(number(session, "SELECT n FROM counted"))
            .isEqualTo(number(session, "SELECT count(*) FROM known"));
        // every row is one of the live database, to the last byte; keys in circles may be cut
        String print =
            "SELECT md5(ROW(\"Id\", country, area, \"größe\", double_size, mood, born, since, raw,"
                + " ratio)::text) FROM \"Odd Schema\".\"Person\"";
        CatalogReader.printPlainlyFromNowOn(live);
        CatalogReader.printPlainlyFromNowOn(session);
        assertThat(live.query(print, row -> row.text(1)))
            .containsAll(session.query(print, row -> row.text(1)));
        String items = "SELECT md5(t::text) FROM public.item AS t";
        assertThat(live.query(items, row -> row.text(1)))
            .containsAll(session.query(items, row -> row.text(1)));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void writesNothingAndNeedsNoMoreThanSelect(TestServer server, TestDatabase database) {
    String reader = "reader of " + database.url().database();
    fill(database, SCHEMA, ROWS);
    fill(
        database,
        """
        CREATE ROLE "%1$s" LOGIN PASSWORD 'geheim';
        ALTER ROLE "%1$s" SET default_transaction_read_only = on;
        GRANT USAGE ON SCHEMA public, "Odd Schema" TO "%1$s";
        GRANT SELECT ON ALL TABLES IN SCHEMA public, "Odd Schema" TO "%1$s";
        GRANT SELECT ON ALL SEQUENCES IN SCHEMA public, "Odd Schema" TO "%1$s";
        """
            .formatted(reader));
    DatabaseUrl url = database.url();
    DatabaseUrl as =
        new DatabaseUrl(url.host(), url.port(), url.database(), reader, "geheim", Map.of());
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      Copied copied = LiveCopy.of(as, scratch, SOME, watcher(what -> {}));
      try (Session session = Session.open(copied.database(), "test")) {
        assertThat(number(session, "SELECT count(*) FROM item")).isPositive();
      }
    } finally {
      fill(database, "DROP OWNED BY \"%1$s\"; DROP ROLE \"%1$s\"".formatted(reader));
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void tellsAtOnceOfAllThatItMayNotRead(TestServer server, TestDatabase database) {
    String reader = "blind in " + database.url().database();
    fill(database, SCHEMA);
    fill(
        database,
        """
        CREATE ROLE "%1$s" LOGIN PASSWORD 'geheim';
        GRANT SELECT ON country, item TO "%1$s";
        ALTER TABLE item ENABLE ROW LEVEL SECURITY;
        """
            .formatted(reader));
    DatabaseUrl url = database.url();
    DatabaseUrl as =
        new DatabaseUrl(url.host(), url.port(), url.database(), reader, "geheim", Map.of());
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      assertThatThrownBy(() -> LiveCopy.of(as, scratch, SOME, watcher(what -> {})))
          .isInstanceOfSatisfying(
              RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ENVIRONMENT))
          .hasMessageContaining("table \"Odd Schema\".\"Person\" (SELECT")
          .hasMessageContaining("table public.basket (SELECT")
          .hasMessageContaining("table public.event_2 (SELECT")
          .hasMessageContaining("table public.item (row security")
          .hasMessageContaining("sequence public.basket_id_seq")
          .hasMessageNotContaining("country")
          .hasMessageNotContaining("geheim");
    } finally {
      fill(database, "DROP OWNED BY \"%1$s\"; DROP ROLE \"%1$s\"".formatted(reader));
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void givesUpSoonWhereATableIsHeldAndNamesTheHolder(TestServer server, TestDatabase database) {
    fill(database, SCHEMA, ROWS);
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url());
        Session holder = database.open()) {
      holder.execute("BEGIN; LOCK TABLE item IN ACCESS EXCLUSIVE MODE");
      long start = System.nanoTime();
      assertThatThrownBy(() -> copy(database, scratch))
          .isInstanceOfSatisfying(
              RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ENVIRONMENT))
          .hasMessageContaining("gave up")
          .hasMessageContaining("after 3 tries")
          .hasMessageContaining("pid " + holder.announcedPid())
          .hasMessageContaining("holds ACCESS EXCLUSIVE on public.item");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      holder.execute("ROLLBACK");
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void letsThroughWhoeverWaitsForItAndStartsAgain(TestServer server, TestDatabase database) {
    fill(database, SCHEMA, ROWS);
    AtomicBoolean first = new AtomicBoolean(true);
    CompletableFuture<Duration> waited = new CompletableFuture<>();
    Consumer<String> progress =
        what -> {
          if (what.startsWith("sampling") && first.getAndSet(false)) {
            Thread thread = new Thread(() -> waited.complete(alter(database)));
            thread.start();
            awaitLockRequest(database);
          }
        };
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      Copied copied = LiveCopy.of(database.url(), scratch, SOME, watcher(progress));
      assertThat(waited.join()).isLessThan(Duration.ofSeconds(5));
      try (Session session = Session.open(copied.database(), "test")) {
        assertThat(number(session, "SELECT count(added) FROM item")).isPositive();
      }
    }
  }

  private static Duration alter(TestDatabase database) {
    long start = System.nanoTime();
    fill(database, "ALTER TABLE item ADD added int DEFAULT 5");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void awaitLockRequest(TestDatabase database) {
    try (Session session = database.open()) {
      for (int i = 0; i < 500; i++) {
        if (number(session, WAITING) > 0) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("nobody waits");
  }

  @ParameterizedTest
  @FieldSource("servers")
  void seesNoHalfOfAWriteThatComesMeanwhile(TestServer server, TestDatabase database) {
    fill(database, SCHEMA, ROWS);
    Consumer<String> progress =
        what -> {
          if (what.startsWith("sampling")) {
            fill(
                database,
                "INSERT INTO basket (id, owner) VALUES (9999, 1); DELETE FROM event;"
                    + " UPDATE item SET note = 'new', basket = 9999");
          }
        };
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      Copied copied = LiveCopy.of(database.url(), scratch, SOME, watcher(progress));
      try (Session session = Session.open(copied.database(), "test")) {
        assertThat(number(session, "SELECT count(*) FROM item WHERE note = 'new'")).isZero();
        assertThat(number(session, "SELECT count(*) FROM basket WHERE id = 9999")).isZero();
        assertThat(number(session, "SELECT count(*) FROM event")).isPositive();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void cutsChainsThatAreTooLongAndLeavesOutOrphans(TestServer server, TestDatabase database) {
    fill(
        database,
        """
        CREATE TABLE link (id int PRIMARY KEY, before int REFERENCES link);
        INSERT INTO link SELECT i, nullif(i - 1, 0) FROM generate_series(1, 2000) i;
        CREATE TABLE stray (id int PRIMARY KEY, link int NOT NULL REFERENCES link);
        SET session_replication_role = replica;
        INSERT INTO stray SELECT i, 1990 + i FROM generate_series(1, 20) i;
        CREATE TABLE lax (id int PRIMARY KEY, link int);
        INSERT INTO lax VALUES (1, 1), (2, -2);
        ALTER TABLE lax ADD FOREIGN KEY (link) REFERENCES link NOT VALID;
        ANALYZE;
        """);
    try (ScratchDatabases scratch = ScratchDatabases.external(database.url())) {
      Copied copied = copy(database, scratch);
      assertThat(copied.notes())
          .anyMatch(note -> note.matches(".*link.*: \\d+ rows let go of their parents .*"))
          .anyMatch(note -> note.matches(".*stray.*: 10 rows were left out .*"));
      try (Session session = Session.open(copied.database(), "test")) {
        assertThat(number(session, "SELECT count(*) FROM stray")).isEqualTo(10);
        assertThat(number(session, "SELECT count(*) FROM lax")).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("servers")
  void makesRolesThatTheScratchServerLacksAndShowsThePasswordToNobody(
      TestServer server, TestDatabase database) {
    String owner = "owner of " + database.url().database();
    fill(database, SCHEMA, ROWS);
    fill(
        database,
        "CREATE ROLE \"%1$s\"; ALTER TABLE item OWNER TO \"%1$s\"; GRANT INSERT ON country TO \"%1$s\""
            .formatted(owner));
    Set<String> exposed = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    Thread spy = new Thread(() -> lookForPassword(database.url().password(), exposed, done));
    spy.start();
    try (ScratchDatabases scratch =
        ScratchDatabases.embedded(ScratchOptions.defaults().withMajor(server.major()))) {
      Copied copied = copy(database, scratch);
      try (Session session = Session.open(copied.database(), "test")) {
        assertThat(session.scalar("SELECT tableowner FROM pg_tables WHERE tablename = 'item'"))
            .isEqualTo(owner);
        assertThat(
                session.scalar("SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + owner + "'"))
            .isEqualTo("f");
      }
    } finally {
      done.set(true);
      fill(
          database,
          "ALTER TABLE item OWNER TO postgres; DROP OWNED BY \"%1$s\"; DROP ROLE \"%1$s\""
              .formatted(owner));
    }
    assertThat(exposed).contains("pg_dump seen").doesNotContain("password seen");
  }

  private static void lookForPassword(String password, Set<String> seen, AtomicBoolean done) {
    while (!done.get()) {
      ProcessHandle.allProcesses()
          .map(process -> process.info().commandLine().orElse(""))
          .forEach(
              line -> {
                if (line.contains("pg_dump")) {
                  seen.add("pg_dump seen");
                }
                if (line.contains(password)) {
                  seen.add("password seen");
                }
              });
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @ParameterizedTest
  @FieldSource("oldest")
  void refusesExtensionsThatTheScratchServerLacks(TestServer server, TestDatabase database) {
    // gone since version 17
    fill(database, "CREATE EXTENSION adminpack; CREATE TABLE t (a int)");
    try (ScratchDatabases scratch =
        ScratchDatabases.embedded(ScratchOptions.defaults().withMajor(18))) {
      assertThatThrownBy(() -> copy(database, scratch))
          .isInstanceOfSatisfying(
              RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ENVIRONMENT))
          .hasMessageContaining("lacks extensions that the live database has: adminpack;")
          .hasMessageContaining("--scratch URL");
    }
  }

  @Test
  void saysWhatToInstallWithoutPgDump() {
    assertThatThrownBy(() -> PgDump.find(99, List.of(InstalledServer.programs().orElseThrow())))
        .isInstanceOfSatisfying(
            RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.ENVIRONMENT))
        .hasMessageContaining("no pg_dump 99 or newer was found (there is [" + installed() + "])")
        .hasMessageContaining("postgresql-client-99");
  }
}
