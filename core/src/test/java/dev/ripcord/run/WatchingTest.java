package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a run and a second pair of eyes see of one number in a table. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class WatchingTest {
  private static final String WATCHED =
      """
      watch: {interval: 100ms, timeout: 1s, stale_after: 2s}
      metrics:
        level: {sql: SELECT value FROM level}
      triggers:
        error_rate_spike: {enabled: false}
        response_time_degradation: {enabled: false}
        service_availability_drop: {enabled: false}
        data_integrity_check_failure: {enabled: false}
        migration_progress_stalled: {enabled: false}
        high: {condition: level > 5, auto_execute: true, window: 1s, contacts: [dba_team], armed_in: [contract]}
      """;

  @TempDir private Path folder;
  private Quiet quiet;

  @BeforeEach
  void open(TestDatabase database) {
    quiet = Quiet.of(database, folder);
    quiet.sql("CREATE TABLE level (value numeric); INSERT INTO level VALUES (9)");
  }

  private static Outside outside() {
    return Means.of(
        new HookRunner(Map.of(), List.of(), Clock.systemUTC(), Thread::sleep), Map.of());
  }

  private Watching.Seen watch(Migration migration) {
    return new Watching(quiet.url(), quiet.clock, outside().means(), new Brake(), quiet.events::add)
        .watch(migration, new Watching.Manner(Optional.of(Duration.ofSeconds(2)), false));
  }

  @Test
  void aBreachInAPhaseInWhichATriggerDoesNotCountIsSaidToBeOne() {
    Migration migration = quiet.plan(WATCHED).migration();
    assertThat(quiet.begin(WATCHED, Optional.of(Phase.EXPAND), true))
        .isEqualTo(new RunResult.Reached(Phase.EXPAND));
    Watching.Seen seen = watch(migration);
    assertThat(seen.fired())
        .singleElement()
        .satisfies(
            fired -> {
              assertThat(fired.weight()).isEqualTo(Watching.Weight.NOT_HERE);
              assertThat(fired.rollsBack()).isFalse();
            });
    assertThat(seen.well()).isTrue();
    assertThat(quiet.events.toString()).contains("it does not count in this phase");
    quiet.assertRolledBack();
  }

  @Test
  void withoutARunEveryTriggerCounts() {
    Watching.Seen seen = watch(quiet.plan(WATCHED).migration());
    assertThat(seen.fired())
        .singleElement()
        .satisfies(fired -> assertThat(fired.rollsBack()).isTrue());
    assertThat(seen.well()).isFalse();
  }

  /** A soak may take days, and the process may die in it. */
  @Test
  void whatIsSeenInASoakIsInTheJournalWhileItLasts() {
    String soaking = "gates: {contract: [soak 1h]}\n" + WATCHED;
    Brake brake = new Brake();
    RunOptions options =
        new RunOptions(
            "tester",
            Optional.empty(),
            new RunOptions.Consent(true, true, true),
            quiet.overrides,
            Optional.of(folder.resolve("no-proof.json")),
            folder);
    Runs runs = new Runs(quiet.url(), quiet.clock, options, brake, outside(), quiet.events::add);
    CompletableFuture<RunResult> run =
        CompletableFuture.supplyAsync(
            () -> runs.begin(quiet.plan(soaking)), Thread::startVirtualThread);
    await(() -> saw("WATCH high: breached"));
    quiet.sql("UPDATE level SET value = 1");
    await(() -> saw("WATCH high: healthy"));
    assertThat(run).isNotDone();
    assertThat(quiet.journal()).anyMatch(line -> line.startsWith("GATE contract: soaking"));
    brake.pull();
    assertThat(run.handle((result, stopped) -> String.valueOf(stopped)).join())
        .contains("stopped on request");
    quiet.assertRolledBack();
  }

  private boolean saw(String what) {
    List<String> lines;
    try {
      lines = quiet.journal().toList();
    } catch (RuntimeException e) {
      // the run has no table yet
      return false;
    }
    return lines.stream().anyMatch(line -> line.startsWith(what));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it comes to that").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
