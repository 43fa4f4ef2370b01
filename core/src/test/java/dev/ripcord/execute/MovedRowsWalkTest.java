package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows that get away from a walk, because clients or the server move them, are found all the same.
 */
@ExtendWith(TestDatabase.Extension.class)
class MovedRowsWalkTest {
  private static final String BACKFILL =
      "backfill: {table: t, set: {note: \"'new'\"}, where: note = 'old'}";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    // a row a block, so that each new version of one lies elsewhere
    bench.sql(
        """
        CREATE TABLE t (id integer PRIMARY KEY, note text, n integer NOT NULL DEFAULT 0, filler text);
        ALTER TABLE t ALTER filler SET STORAGE PLAIN;
        ALTER TABLE t SET (autovacuum_enabled = off);
        INSERT INTO t SELECT n, 'old', 0, repeat('x', 5000) FROM generate_series(1, 100) AS n;
        """);
  }

  private void walk(String change, Consumer<Observer.Batch> meanwhile) {
    Observer observer =
        new Observer() {
          @Override
          public void batch(Unit unit, Batch batch) {
            meanwhile.accept(batch);
          }
        };
    try (Engine engine =
        Engine.open(bench.plan(change), bench.database().url(), Clock.systemUTC(), observer)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
  }

  @Test
  void aRowThatAClientUpdatesAfterEachBatchIsBackfilled() {
    walk(BACKFILL, batch -> bench.sql("UPDATE t SET n = n + 1 WHERE id = 100"));
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("0");
  }

  @Test
  void aRowThatAClientUpdatesAfterEachBatchIsFilled() {
    walk(
        "add_column: {table: t, column: c, type: int, backfill: id}",
        batch -> bench.sql("UPDATE t SET n = n + 1 WHERE id = 100"));
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE c IS NULL")).isEqualTo("0");
  }

  @Test
  void rowsThatAVacuumFullBringsBehindTheWalkAreBackfilled() {
    bench.sql("DELETE FROM t WHERE id <= 20 OR id > 30");
    walk(
        BACKFILL,
        batch -> {
          if (batch.pass() == 1 && batch.block() <= 48) {
            bench.sql("VACUUM FULL t");
          }
        });
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("0");
  }

  @Test
  void aRowWhoseKeyChangesWhileABatchWaitsForItIsBackfilled() throws Exception {
    Plan plan = bench.plan(BACKFILL);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.EXPAND)).isEqualTo(DONE);
      new Races(bench)
          .meanwhile(
              "UPDATE t SET id = 1000 WHERE id = 1",
              () -> assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE));
      assertThat(bench.scalar("SELECT note FROM t WHERE id = 1000")).isEqualTo("new");
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("100");
  }

  @Test
  void whoDiesBetweenAPassAndItsLookLeavesNoRow() {
    Plan plan = bench.plan(BACKFILL);
    Observer dies =
        new Observer() {
          @Override
          public void batch(Unit unit, Batch batch) {
            bench.sql("UPDATE t SET n = n + 1 WHERE id = 100");
            if (batch.block() >= batch.endBlock()) {
              throw new IllegalStateException("killed after the last batch");
            }
          }
        };
    try (Engine engine = Engine.open(plan, bench.database().url(), Clock.systemUTC(), dies)) {
      assertThatThrownBy(() -> engine.forward(Phase.MIGRATE)).hasMessageContaining("killed");
      engine.kill();
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("1");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("0");
  }

  @Test
  void whatClientsGoOnMakingIsLeftAndSaid() {
    try (Engine engine =
        Engine.open(
            bench.plan(BACKFILL),
            bench.database().url(),
            Clock.systemUTC(),
            new Observer() {
              @Override
              public void batch(Unit unit, Batch batch) {
                bench.sql("INSERT INTO t SELECT max(id) + 1, 'old' FROM t");
              }
            })) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
      assertThat(engine.journal())
          .anySatisfy(
              entry ->
                  assertThat(entry.detail())
                      .matches("ends with \\d+ rows? left: clients go on making such rows"));
    }
  }
}
