package dev.ripcord.vigil;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.escalate.Escalator;
import dev.ripcord.escalate.Letters;
import dev.ripcord.metric.SetClock;
import dev.ripcord.metric.Sources;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Trigger;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.secret.Secrets;
import dev.ripcord.watch.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The watch over one number in a table. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class VigilTest {
  private static final String FILE =
      """
      changes: [{drop_table: {table: t}}]
      watch: {interval: 100ms, timeout: 1s, stale_after: 700ms}
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
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final AtomicBoolean deaf = new AtomicBoolean();
  private final SetClock clock = new SetClock();
  private TestDatabase database;

  @BeforeEach
  void open(TestDatabase given) {
    database = given;
    sql("CREATE TABLE level (value numeric); INSERT INTO level VALUES (1)");
  }

  private void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  private interface Story {
    void tell(Vigil vigil);
  }

  private void watched(Story story) throws IOException {
    watched(FILE, story);
  }

  private void watched(String file, Story story) throws IOException {
    Migration migration =
        MigrationReader.read(Files.writeString(folder.resolve("migration.yaml"), file));
    Orders orders = Orders.of(migration);
    Escalator escalator =
        Escalator.begin(orders.roster(), new Letters.Run("m", "r", "d"), (channel, letter) -> {});
    Surroundings in = new Surroundings(database.url(), new Secrets(Map.of()), List.of(), clock);
    try (Sources sources = Sources.open(orders.metrics(), in);
        Alarm alarm =
            new Alarm(escalator, Optional.empty(), clock, heard -> told.add(heard.words()));
        Vigil vigil = Vigil.begin(orders, sources, alarm, clock, new Ear())) {
      story.tell(vigil);
    }
  }

  private final class Ear implements Vigil.Post {
    @Override
    public void judged(Trigger trigger, Verdict verdict, boolean counts) {
      if (deaf.get()) {
        throw new IllegalStateException("nobody listens");
      }
      told.add(Words.kind(verdict));
    }

    @Override
    public void back(Trigger trigger, String why) {
      told.add("back");
    }

    @Override
    public void clockSet(Duration by) {
      told.add(Words.clockSet(by));
    }

    @Override
    public String doing(Trigger trigger) {
      return "";
    }

    @Override
    public void failed(Throwable failure) {
      told.add("failed: " + failure.getMessage());
    }
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to that: " + told);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void actsOnlyWhereATriggerCounts() throws IOException {
    watched(
        vigil -> {
          vigil.arm(Set.of(Phase.EXPAND));
          sql("UPDATE level SET value = 9");
          await(() -> told.contains("breached"));
          assertThat(told).doesNotContain("back");
          assertThat(vigil.holding(Phase.CONTRACT))
              .singleElement()
              .satisfies(hold -> assertThat(hold.why()).isEqualTo(Vigil.Why.BREACHED));
          assertThat(vigil.holding(Phase.EXPAND)).isEmpty();
          vigil.arm(Set.of(Phase.CONTRACT));
          await(() -> told.contains("back"));
        });
  }

  @Test
  void asksOnceForABreachAndAgainForTheNextOne() throws IOException {
    watched(
        vigil -> {
          vigil.arm(Set.of(Phase.CONTRACT));
          sql("UPDATE level SET value = 9");
          await(() -> told.contains("back"));
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
          assertThat(told).containsOnlyOnce("back");
          sql("UPDATE level SET value = 1");
          await(() -> told.getLast().endsWith("is over") || told.getLast().equals("healthy"));
          sql("UPDATE level SET value = 9");
          await(() -> told.stream().filter("back"::equals).count() == 2);
        });
  }

  @Test
  void whoeverIsBlindHoldsAndNeverGoesBack() throws IOException {
    watched(
        vigil -> {
          vigil.arm(Set.of(Phase.CONTRACT));
          await(() -> told.contains("healthy"));
          sql("ALTER TABLE level RENAME TO hidden");
          await(() -> told.contains("source-down") || told.contains("no-data"));
          assertThat(vigil.holding(Phase.CONTRACT))
              .singleElement()
              .satisfies(hold -> assertThat(hold.why()).isEqualTo(Vigil.Why.BLIND));
          await(
              () -> told.stream().anyMatch(each -> each.contains("LEVEL_1, blind high is raised")));
          assertThat(told).doesNotContain("back");
        });
  }

  /** A watch that fails must not look like one that sees nothing bad. */
  @Test
  void aWatchThatFailsHoldsEveryPhaseAndGoesOn() throws IOException {
    watched(
        vigil -> {
          vigil.arm(Set.of(Phase.CONTRACT));
          await(() -> told.contains("healthy"));
          assertThat(vigil.holding(Phase.CONTRACT)).isEmpty();
          deaf.set(true);
          sql("UPDATE level SET value = 9");
          await(() -> told.contains("failed: nobody listens"));
          assertThat(vigil.holding(Phase.CONTRACT))
              .singleElement()
              .satisfies(hold -> assertThat(hold.why()).isEqualTo(Vigil.Why.UNJUDGED));
          deaf.set(false);
          await(() -> told.contains("back"));
        });
  }

  private static final String FOR_A_WHILE =
      FILE.replace("stale_after: 700ms", "stale_after: 20s")
          .replace("level > 5,", "level > 5 for 2s,")
          .replace("window: 1s", "window: 2s");

  /** Time that the clock says has passed, and has not, is no time in which anything was seen. */
  @Test
  void aClockThatIsSetAheadFillsNoWindow() throws IOException {
    watched(
        FOR_A_WHILE,
        vigil -> {
          vigil.arm(Set.of(Phase.CONTRACT));
          await(() -> told.contains("healthy"));
          sql("UPDATE level SET value = 9");
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
          long set = System.nanoTime();
          clock.off(Duration.ofSeconds(15));
          await(() -> told.contains("back"));
          assertThat(Duration.ofNanos(System.nanoTime() - set))
              .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
          assertThat(told)
              .anyMatch(each -> each.startsWith("the clock was set 1") && each.contains("ahead"));
        });
  }

  @Test
  void aClockThatJumpsThereAndBackBlindsNobodyForLongerThanAWindow() throws IOException {
    watched(
        FOR_A_WHILE,
        vigil -> {
          vigil.arm(Set.of(Phase.CONTRACT));
          await(() -> told.contains("healthy"));
          clock.off(Duration.ofHours(3));
          await(
              () ->
                  told.stream()
                      .anyMatch(
                          each -> each.endsWith("ahead: triggers are judged anew from here")));
          await(() -> told.getLast().equals("healthy"));
          clock.off(Duration.ZERO);
          await(() -> told.stream().anyMatch(each -> each.contains(" s back: ")));
          await(() -> told.getLast().equals("healthy"));
          long bad = System.nanoTime();
          sql("UPDATE level SET value = 9");
          await(() -> told.contains("back"));
          assertThat(Duration.ofNanos(System.nanoTime() - bad)).isLessThan(Duration.ofSeconds(6));
          assertThat(told).doesNotContain("stale", "no-data");
        });
  }
}
