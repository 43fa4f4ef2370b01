package dev.ripcord.execute;

import static dev.ripcord.execute.Bench.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A backfill while clients go on making rows that match. */
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class EndlessWalkTest {
  @TempDir private Path folder;
  private final List<Integer> looks = new ArrayList<>();
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql(
        """
        CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text);
        INSERT INTO t (note) SELECT 'old' FROM generate_series(1, 100);
        """);
  }

  /**
   * @param left how many rows clients leave behind a pass
   * @return the passes
   */
  private Set<Integer> passes(IntUnaryOperator left) {
    Set<Integer> passes = new TreeSet<>();
    Observer observer =
        new Observer() {
          @Override
          public void batch(Unit unit, Batch batch) {
            passes.add(batch.pass());
            bench.sql(
                "INSERT INTO t (note) SELECT 'old' FROM generate_series(1, "
                    + left.applyAsInt(batch.pass())
                    + ")");
          }

          @Override
          public void looking(Unit unit, int pass) {
            looks.add(pass);
          }
        };
    try (Engine engine =
        Engine.open(
            bench.plan("backfill: {table: t, set: {note: \"'new'\"}, where: note = 'old'}"),
            bench.database().url(),
            Clock.systemUTC(),
            observer)) {
      assertThat(engine.forward(Phase.MIGRATE)).isEqualTo(DONE);
    }
    return passes;
  }

  @Test
  void endsWhereEveryPassFindsAsManyAsTheOneBefore() {
    assertThat(passes(pass -> 1)).containsExactly(1, 2, 3, 4);
    assertThat(looks)
        .as("each pass is followed by a look, which is told")
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void goesOnWhileEveryPassFindsFewer() {
    assertThat(passes(pass -> Math.max(0, 8 - pass))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE note = 'old'")).isEqualTo("0");
  }
}
