package dev.ripcord.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine whose lock is gone, though its connection is not, does nothing more. */
@ExtendWith(TestDatabase.Extension.class)
class FenceTest {
  private static final String LOST = "the run's lock is not ours any more";

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open(TestDatabase fresh) {
    bench = new Bench(fresh, folder);
    bench.sql("CREATE TABLE t (id int PRIMARY KEY, a int); INSERT INTO t VALUES (1, NULL)");
  }

  private static void loseLock(Connection connection) {
    assertThat(connection.session().scalar("SELECT pg_advisory_unlock(7305801, 1)")).isEqualTo("t");
  }

  private static Observer.Unit forward(Step step) {
    return new Observer.Unit(step, step.id(), 0, step.forward());
  }

  /** A transaction, an index, and a walk. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "add_column: {table: t, column: c, type: int}",
        "create_index: {table: t, name: t_a, columns: [a]}",
        "backfill: {table: t, set: {a: '7'}, where: a IS NULL}"
      })
  void neitherForwardNorBack(String change) {
    Plan plan = bench.plan(change);
    Phase until = change.startsWith("backfill") ? Phase.MIGRATE : Phase.EXPAND;
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(Bench.DONE);
    }
    everyStepIsRefused(plan, until, true);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(until)).isEqualTo(Bench.DONE);
    }
    everyStepIsRefused(plan, until, false);
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(Bench.DONE);
    }
    assertThat(bench.scalar("SELECT count(*) FROM t WHERE a IS NULL")).isEqualTo("1");
  }

  private void everyStepIsRefused(Plan plan, Phase until, boolean forward) {
    String before = state();
    for (Step step : plan.phase(until).steps()) {
      try (Connection connection = new Connection(bench.database().url());
          UnitRunner units = runner(plan, connection)) {
        loseLock(connection);
        RunOutcome outcome;
        if (forward) {
          outcome = units.forward(forward(step), session -> {});
        } else if (step.back().isEmpty()) {
          outcome = units.nothingToUndo(step);
        } else {
          Observer.Unit unit =
              new Observer.Unit(step, step.id() + "/back-1", 1, step.back().getFirst());
          outcome = units.back(unit, step.back().size() == 1);
        }
        assertThat(outcome).as(step.id()).isInstanceOf(RunOutcome.Broken.class);
        assertThat(outcome.toString()).contains(LOST);
        assertThat(connection.locked()).isFalse();
      }
      assertThat(state()).as(step.id()).isEqualTo(before);
    }
  }

  private static UnitRunner runner(Plan plan, Connection connection) {
    return new UnitRunner(
        plan.migration().pace(),
        connection,
        new Journal(plan.hash(), Clock.systemUTC()),
        Observer.NONE,
        Traffic.NOBODY);
  }

  private @Nullable String state() {
    return bench.scalar(
        "SELECT (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 't'::regclass)"
            + " || (SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass)"
            + " || (SELECT string_agg(t::text, ',') FROM t)"
            + " || (SELECT count(*) FROM ripcord.journal)");
  }

  @Test
  void anotherEngineCarriesOnMeanwhile() {
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    try (Connection lost = new Connection(bench.database().url());
        UnitRunner units = runner(plan, lost)) {
      loseLock(lost);
      try (Engine engine = bench.engine(plan)) {
        assertThat(engine.forward(Phase.EXPAND)).isEqualTo(Bench.DONE);
        Step step =
            plan.phase(Phase.CONTRACT).steps().isEmpty()
                ? plan.phase(Phase.EXPAND).steps().getFirst()
                : plan.phase(Phase.CONTRACT).steps().getFirst();
        assertThat(units.forward(forward(step), session -> {}).toString()).contains(LOST);
        assertThat(Journal.firstBroken(engine.journal())).isEmpty();
        assertThat(engine.back(Phase.PREPARATION)).isEqualTo(Bench.DONE);
      }
    }
  }

  /** A helper of the engine may write while the engine has the lock, and no longer. */
  @Test
  void helpersStandBehindTheSameFence() {
    try (Connection connection = new Connection(bench.database().url());
        Session helper = connection.another()) {
      Duration patience = Duration.ofMillis(300);
      helper.execute("BEGIN");
      connection.fence(helper, patience, true);
      assertThat(helper.scalar("SHOW lock_timeout")).isEqualTo("300ms");
      helper.execute("COMMIT");
      assertThat(helper.scalar("SHOW lock_timeout")).isEqualTo("0");
      loseLock(connection);
      assertThatThrownBy(() -> connection.fence(helper, patience, true)).hasMessageContaining(LOST);
    }
  }

  /** Whoever has the same number as a lock of another kind, or shares it, does not count. */
  @Test
  void takesNoOtherLockForTheRunsOwn() {
    try (Connection connection = new Connection(bench.database().url())) {
      loseLock(connection);
      // (7305801 << 32) + 1: the same two halves, as one number
      connection.session().execute("SELECT pg_advisory_lock(31378176366084097)");
      assertThatThrownBy(() -> connection.fence(connection.session(), Duration.ZERO, false))
          .hasMessageContaining(LOST);
    }
  }

  /** Nothing is wrong with what was asked: whoever asks goes on with a new engine. */
  @Test
  void anEngineThatLostItsLockSaysThatANewOneIsNeeded() {
    Plan plan = bench.plan("add_column: {table: t, column: c, type: int}");
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.forward(Phase.PREPARATION)).isEqualTo(Bench.DONE);
      // the server lets go of the lock in the middle of a transaction of ours
      bench.sql(
          "CREATE FUNCTION let_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              + " PERFORM pg_advisory_unlock(7305801, 1); RETURN NEW; END $$;"
              + " CREATE TRIGGER let_go AFTER INSERT ON ripcord.journal FOR EACH ROW"
              + " EXECUTE FUNCTION let_go()");
      RunOutcome unused = engine.forward(Phase.EXPAND);
      bench.sql("DROP FUNCTION let_go CASCADE");
      assertThat(engine.note(Entry.Kind.NOTE, "x", "y")).isInstanceOf(RunOutcome.Broken.class);
      assertThat(engine.forward(Phase.EXPAND)).isInstanceOf(RunOutcome.Broken.class);
      assertThat(engine.back(Phase.EXPAND)).isInstanceOf(RunOutcome.Broken.class);
    }
    try (Engine engine = bench.engine(plan)) {
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(Bench.DONE);
    }
  }
}
