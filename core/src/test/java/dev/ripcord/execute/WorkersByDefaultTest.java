package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Without a word in the migration, a large table gets a second worker unless that would harm. */
@ExtendWith(TestDatabase.Extension.class)
class WorkersByDefaultTest {
  private static final String FILL =
      "backfill: {table: t, set: {note: pg_backend_pid()::text}, where: note IS NULL}";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void load(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
  }

  private void table(int rows) {
    bench.sql(
        """
        CREATE TABLE t (id integer PRIMARY KEY, note text, filler text) WITH (fillfactor = 10);
        INSERT INTO t SELECT n, NULL, repeat('x', 100) FROM generate_series(1, %d) AS n;
        ANALYZE;
        """
            .formatted(rows));
  }

  private List<String> notes(DatabaseUrl url, String pace) {
    Plan plan = plan(pace);
    try (Engine engine = Engine.open(plan, url, Clock.systemUTC(), Observer.NONE)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(bench.scalar("SELECT count(*) FROM t WHERE note IS NULL")).isEqualTo("0");
      return engine.journal().stream()
          .filter(entry -> entry.kind() == Entry.Kind.NOTE)
          .map(Entry::detail)
          .toList();
    }
  }

  private Plan plan(String pace) {
    try (Session session = bench.database().open()) {
      Path file = folder.resolve("small.yaml");
      Path written = Files.writeString(file, pace + "\nchanges:\n  - " + FILL + "\n");
      return Planner.plan(MigrationReader.read(written), CatalogReader.snapshot(session));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String workers() {
    return String.valueOf(bench.scalar("SELECT count(DISTINCT note) FROM t"));
  }

  @Test
  void twoWalkALargeTable() {
    table(40_000);
    assertThat(notes(bench.database().url(), "")).isEmpty();
    assertThat(workers()).isEqualTo("2");
  }

  @Test
  void oneWalksASmallTable() {
    table(4_000);
    assertThat(notes(bench.database().url(), "")).isEmpty();
    assertThat(workers()).isEqualTo("1");
  }

  @Test
  void oneWalksALargeTableIfTheMigrationSaysSo() {
    table(40_000);
    assertThat(notes(bench.database().url(), "pace: {workers: 1}")).isEmpty();
    assertThat(workers()).isEqualTo("1");
  }

  @Test
  void oneWalksATableWithTriggersOfOthers() {
    table(40_000);
    bench.sql(
        """
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER nothing AFTER UPDATE ON t FOR EACH ROW EXECUTE FUNCTION nothing();
        """);
    assertThat(notes(bench.database().url(), ""))
        .containsExactly("walks with one worker: there are triggers on public.t");
    assertThat(workers()).isEqualTo("1");
  }

  @Test
  void goesOnWithoutWorkersThatGetNoConnection() {
    table(40_000);
    String role = "few of " + bench.database().url().database();
    bench.sql(
        """
        CREATE ROLE "%1$s" LOGIN PASSWORD 'few' CONNECTION LIMIT 2;
        ALTER TABLE t OWNER TO "%1$s";
        GRANT CREATE ON SCHEMA public TO "%1$s";
        """
            .formatted(role));
    bench.sql(
        "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO %I', current_database(), '"
            + role
            + "'); END $$");
    try {
      DatabaseUrl url = bench.database().url();
      DatabaseUrl few =
          new DatabaseUrl(url.host(), url.port(), url.database(), role, "few", Map.of());
      assertThat(notes(few, "pace: {workers: 4}"))
          .singleElement()
          .asString()
          .startsWith("goes on with fewer workers until a connection is free: ")
          .contains("too many connections for role");
    } finally {
      bench.sql("DROP OWNED BY \"%1$s\" CASCADE; DROP ROLE \"%1$s\"".formatted(role));
    }
  }

  @Test
  void leavesTheLastQuarterOfConnectionsToClients() {
    assertThat(Workers.judge(Workers.LARGE, "", 71, 97)).isEqualTo(new Workers(2, ""));
    assertThat(Workers.judge(Workers.LARGE, "", 73, 97))
        .isEqualTo(new Workers(1, "walks with one worker: 73 of 97 connections are in use"));
    assertThat(Workers.judge(Workers.LARGE - 1, "", 97, 97)).isEqualTo(new Workers(1, ""));
  }
}
