package dev.ripcord.aftermath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.ShortWaits;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.run.Brake;
import dev.ripcord.run.RolledBackRun;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The watch after a rollback, on a real database. */
@Timeout(120)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class ObservationTest {
  private static final String WATCHED =
      """
      aftermath: {watch: 6s}
      watch: {interval: 100ms, timeout: 1s, stale_after: 1s, minimum_samples: 1}
      metrics:
        broken: {sql: "SELECT value FROM gauge", interval: 100ms, minimum_samples: 1}
      triggers:
        too_many: {condition: broken > 5, auto_execute: false, window: 0s, contacts: [dba_team]}
        error_rate_spike: {enabled: false}
        response_time_degradation: {enabled: false}
        service_availability_drop: {enabled: false}
        data_integrity_check_failure: {enabled: false}
        migration_progress_stalled: {enabled: false}
      """;

  @TempDir private Path folder;

  private static Afterwards of(RolledBackRun run) {
    return new Afterwards(
        run.migration(), run.url(), run.folder(), "tester", Clock.systemUTC(), run.means());
  }

  private static Afterwards.Outcome watch(RolledBackRun run, Optional<Duration> time) {
    return of(run).watch(time, Duration.ofMillis(500), new Brake(), event -> {});
  }

  private static State stability(RolledBackRun run) {
    return of(run).list().tasks().getFirst().state();
  }

  private static List<Marks.Stretch> stretches(RolledBackRun run) {
    return Marks.watched(new JournalFile(run.journal()).read());
  }

  private RolledBackRun run(TestDatabase database, String around) {
    try (var session = database.open()) {
      session.execute("CREATE TABLE gauge (value int); INSERT INTO gauge VALUES (1)");
    }
    return RolledBackRun.of(database, folder, around);
  }

  @Test
  void enoughWithoutABreachIsDoneAlsoInParts(TestDatabase database) {
    RolledBackRun run = run(database, WATCHED);
    assertThat(watch(run, Optional.of(Duration.ofSeconds(2))).good()).isFalse();
    assertThat(stability(run))
        .isInstanceOfSatisfying(
            State.UnderWay.class,
            it -> assertThat(it.missing()).contains("of 6.0 s watched without a breach"));
    assertThat(watch(run, Optional.empty()).good()).isTrue();
    assertThat(stability(run)).isInstanceOf(State.Done.class);
    assertThat(stretches(run)).anyMatch(Marks.Stretch::good);
    // nothing more is to be watched
    int before = stretches(run).size();
    assertThat(watch(run, Optional.empty()).good()).isTrue();
    assertThat(stretches(run)).hasSize(before);
  }

  @Test
  void aBreachBeginsItAnew(TestDatabase database) {
    RolledBackRun run = run(database, WATCHED);
    assertThat(watch(run, Optional.of(Duration.ofSeconds(2))).good()).isFalse();
    run.sql("UPDATE gauge SET value = 7");
    assertThat(watch(run, Optional.of(Duration.ofSeconds(2))).good()).isFalse();
    assertThat(stability(run))
        .isInstanceOfSatisfying(
            State.UnderWay.class,
            it -> assertThat(it.missing()).contains("breached at", "too_many"));
    assertThat(Tally.of(stretches(run), java.time.Instant.EPOCH).good())
        .isLessThan(Duration.ofSeconds(1));
    run.sql("UPDATE gauge SET value = 1");
    assertThat(watch(run, Optional.empty()).good()).isTrue();
  }

  @Test
  void whoIsBlindHasNotWatched(TestDatabase database) {
    RolledBackRun run = run(database, WATCHED);
    run.sql("DROP TABLE gauge");
    assertThat(watch(run, Optional.of(Duration.ofSeconds(4))).good()).isFalse();
    assertThat(stretches(run)).isNotEmpty().noneMatch(Marks.Stretch::good);
  }

  @Test
  void whereNothingIsMeasuredAPersonWatches(TestDatabase database) {
    RolledBackRun run =
        run(
            database,
            """
            contacts: {on_call_engineer: {name: Ola, email: ola@example.com}}
            triggers:
              error_rate_spike: {enabled: false}
              response_time_degradation: {enabled: false}
              service_availability_drop: {enabled: false}
              data_integrity_check_failure: {enabled: false}
              migration_progress_stalled: {enabled: false}
            """);
    assertThat(stability(run)).isInstanceOf(State.Assigned.class);
    assertThatThrownBy(() -> watch(run, Optional.empty()))
        .hasMessageContaining("no trigger of the migration has a metric that is measured");
  }
}
