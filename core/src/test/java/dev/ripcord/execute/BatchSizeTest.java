package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A batch shall take as long as the pace says, whatever the next blocks have in them. */
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class BatchSizeTest {
  private static final Pace PACE = new Pace(Duration.ofMillis(500), 20, Duration.ofMillis(100));

  private static Batches.Size size(double rowsPerBlock) {
    return new Batches.Size(PACE, rowsPerBlock);
  }

  private static void adapt(Batches.Size size, int millis, long changed) {
    size.adapt(Duration.ofMillis(millis), PACE.batchTime(), size.blocks(), changed);
  }

  @Test
  void itFollowsTheTimeThatItTook() {
    Batches.Size size = size(10);
    adapt(size, 10, 160);
    assertThat(size.blocks()).isEqualTo(32);
    adapt(size, 20, 320);
    assertThat(size.blocks()).isEqualTo(64);
    adapt(size, 80, 640);
    assertThat(size.blocks()).isEqualTo(80);
    adapt(size, 160, 800);
    assertThat(size.blocks()).isEqualTo(50);
  }

  /** 100 rows a block at 50 µs each, unless a batch has shown otherwise: 40 blocks are 200 ms. */
  @Test
  void blocksWithNothingToDoDoNotMakeItGrowForEver() {
    Batches.Size size = size(100);
    for (int i = 0; i < 10; i++) {
      adapt(size, 1, 0);
    }
    assertThat(size.blocks()).isEqualTo(40);
  }

  @Test
  void dearRowsMakeItSmaller() {
    Batches.Size size = size(100);
    adapt(size, 1600, 1600);
    for (int i = 0; i < 10; i++) {
      adapt(size, 1, 0);
    }
    // a millisecond for a row
    assertThat(size.blocks()).isEqualTo(2);
  }

  @Test
  void cheapRowsLetItGrow() {
    Batches.Size size = size(100);
    adapt(size, 8, 1600);
    for (int i = 0; i < 10; i++) {
      adapt(size, 1, 0);
    }
    assertThat(size.blocks()).isEqualTo(400);
  }

  /** Most of the time went into looking, which says nothing of what a row costs. */
  @Test
  void aFewRowsAmongManyAreNotTakenForDear() {
    Batches.Size size = size(100);
    adapt(size, 100, 1);
    for (int i = 0; i < 10; i++) {
      adapt(size, 1, 0);
    }
    assertThat(size.blocks()).isEqualTo(40);
  }

  /** No row can have cost more than the whole batch took. */
  @Test
  void aFewRowsShowThatRowsAreCheap() {
    Batches.Size size = size(100);
    adapt(size, 1600, 1600);
    adapt(size, 1, 20);
    for (int i = 0; i < 10; i++) {
      adapt(size, 1, 0);
    }
    assertThat(size.blocks()).isEqualTo(40);
  }

  @Test
  void moreOftenItWaitsLongerForFewerRows() {
    Batches.Size size = size(10);
    List<String> seen =
        Stream.generate(
                () -> {
                  String now = size.blocks() + " blocks, " + size.now().toMillis() + " ms";
                  size.gaveWay();
                  return now;
                })
            .limit(6)
            .toList();
    assertThat(seen)
        .containsExactly(
            "16 blocks, 100 ms",
            "8 blocks, 200 ms",
            "4 blocks, 400 ms",
            "2 blocks, 500 ms",
            "1 blocks, 500 ms",
            "1 blocks, 500 ms");
    adapt(size, 50, 10);
    assertThat(size.now()).isEqualTo(Duration.ofMillis(100));
    assertThat(size.blocks()).isEqualTo(2);
  }

  /** However far apart the two are, attempts are counted in the end, and so bounded. */
  @Test
  void itsPatienceComesToThatOfThePace() {
    Batches.Size size =
        new Batches.Size(new Pace(Duration.ofHours(1), 1, Duration.ofMillis(1)), 10);
    int early = 0;
    while (size.early()) {
      size.gaveWay();
      early++;
    }
    // 2^22 ms are more than an hour
    assertThat(early).isEqualTo(22);
    assertThat(size.now()).isEqualTo(Duration.ofHours(1));
  }

  /** However long a batch is to take, its patience is no more than the pace's. */
  @Test
  void itIsNeverMorePatientThanThePace() {
    Pace slow = new Pace(Duration.ofMillis(50), 20, Duration.ofSeconds(3));
    assertThat(new Batches.Size(slow, 10).now()).isEqualTo(Duration.ofMillis(50));
  }

  /** The last quarter of a table, behind three quarters with nothing to do. */
  @Test
  void noBatchHasTooManyRowsBehindBlocksWithNone(TestDatabase fresh, @TempDir Path folder) {
    Bench bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (id int PRIMARY KEY, a int);
        INSERT INTO t SELECT n, n FROM generate_series(1, 200000) AS n;
        ANALYZE t;
        """);
    Plan plan = bench.plan("backfill: {table: t, set: {a: '-id'}, where: id > 150000}");
    List<Long> changed = new ArrayList<>(List.of(0L));
    Observer counting =
        new Observer() {
          @Override
          public void batch(Observer.Unit unit, Observer.Batch batch) {
            changed.add(batch.changed());
          }
        };
    try (Engine engine = Engine.open(plan, bench.database().url(), Clock.systemUTC(), counting)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE a < 0")).isEqualTo("50000");
    long first = changed.stream().filter(each -> each > 0).findFirst().orElseThrow();
    assertThat(first).isLessThan(25_000);
  }

  /** 60 bytes of header and value, and 8,192 in a block. */
  @Test
  void theServersStatisticsTellHowManyRowsABlockHas(TestDatabase fresh) {
    try (Session session = fresh.open()) {
      session.execute(
          """
          CREATE TABLE "Wide ""t"" 2" (id bigint, a text);
          INSERT INTO "Wide ""t"" 2" SELECT n, repeat('x', 23) FROM generate_series(1, 1000) AS n;
          """);
      Action.Walk walk =
          new Action.Walk("any", QualifiedName.of("public", "Wide \"t\" 2"), "SELECT 1");
      assertThat(Places.rowsPerBlock(session, walk)).as("unknown").isBetween(63.0, 65.0);
      session.execute("ANALYZE");
      assertThat(Places.rowsPerBlock(session, walk)).isBetween(130.0, 142.0);
    }
  }
}
