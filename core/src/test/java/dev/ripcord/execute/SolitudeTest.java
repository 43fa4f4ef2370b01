package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A walk goes once over a table where nobody else writes, and again wherever somebody may have. */
@ExtendWith(TestDatabase.Extension.class)
class SolitudeTest {
  private static final String BACKFILL =
      "backfill: {table: t, set: {note: \"'new'\"}, where: note = 'old'}";

  @TempDir private Path folder;
  private Bench bench;
  private final Set<Integer> passes = new TreeSet<>();
  private Runnable meanwhile = () -> {};

  private final Observer observer =
      new Observer() {
        private int batches;

        @Override
        public void batch(Unit unit, Batch batch) {
          passes.add(batch.pass());
          if (++batches == 3) {
            meanwhile.run();
          }
        }
      };

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (id integer PRIMARY KEY, note text, filler text);
        INSERT INTO t SELECT n, 'old', repeat('x', 100) FROM generate_series(1, 20000) AS n;
        DELETE FROM t WHERE id <= 500;
        CREATE TABLE other (id integer);
        """);
    bench.sql("VACUUM ANALYZE t");
  }

  private void walk(String change) {
    try (Engine engine =
        Engine.open(bench.plan(change), bench.database().url(), Clock.systemUTC(), observer)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
  }

  private void walk() {
    walk(BACKFILL);
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("0");
  }

  @Test
  void onceWhereNobodyElseWrites() {
    walk();
    assertThat(passes).containsExactly(1);
  }

  @Test
  void againForWhatAClientPutsBehindTheWalk() {
    meanwhile = () -> bench.sql("INSERT INTO t VALUES (1, 'old', '')");
    walk();
    assertThat(bench.scalar("SELECT note FROM t WHERE id = 1")).isEqualTo("new");
    assertThat(passes).containsExactly(1, 2);
  }

  @Test
  void againWhereAnybodyWroteAnything() {
    meanwhile = () -> bench.sql("INSERT INTO other VALUES (1)");
    walk();
    assertThat(passes).containsExactly(1, 2);
  }

  @Test
  void againWhereSomebodyWroteWhoHasNotCommitted() {
    try (Session client = bench.database().open()) {
      meanwhile =
          () -> {
            client.execute("BEGIN");
            client.execute("INSERT INTO other VALUES (1)");
          };
      walk();
      client.execute("COMMIT");
    }
    assertThat(passes).containsExactly(1, 2);
  }

  @Test
  void againWhereATransactionIsOlderThanTheWalk() {
    try (Session client = bench.database().open()) {
      client.execute("BEGIN");
      client.execute("INSERT INTO other VALUES (1)");
      meanwhile =
          () -> {
            client.execute("INSERT INTO t VALUES (1, 'old', '')");
            client.execute("COMMIT");
          };
      walk();
    }
    assertThat(bench.scalar("SELECT note FROM t WHERE id = 1")).isEqualTo("new");
    assertThat(passes).containsExactly(1, 2);
  }

  @Test
  void againWhereABatchSetsOffChangesOfOtherRows() {
    bench.sql(
        """
        CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          UPDATE t SET code = NULL WHERE id = 600;
          RETURN NULL; END $$;
        CREATE TRIGGER back AFTER UPDATE ON t FOR EACH ROW WHEN (NEW.id = 19000) EXECUTE FUNCTION back();
        """);
    walk("add_column: {table: t, column: code, type: text, backfill: \"'c' || id\"}");
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE code IS NULL")).isEqualTo("0");
    assertThat(passes).hasSizeGreaterThan(1);
  }

  @Test
  void againWhereAKeyIsPassedOnToOtherRows() {
    bench.sql("CREATE TABLE child (t integer REFERENCES t ON UPDATE CASCADE)");
    walk();
    assertThat(passes).containsExactly(1, 2);
  }
}
