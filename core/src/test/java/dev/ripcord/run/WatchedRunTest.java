package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.escalate.Alert;
import dev.ripcord.escalate.AlertStore;
import dev.ripcord.escalate.Level;
import dev.ripcord.metric.PrometheusServer;
import dev.ripcord.metric.TrafficProgram;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The default triggers, with shorter windows, over a run on a live database: a real Prometheus
 * scrapes a program whose errors and latency the test sets.
 */
@Timeout(90)
@ShortWaits
class WatchedRunTest {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  /** What a rollback by itself may take from the first bad sample, beside window and scrapes. */
  private static final Duration ALLOWANCE = Duration.ofSeconds(2);

  private static LiveServers servers;

  private volatile long served;
  private final List<RunEvent> events = new CopyOnWriteArrayList<>();
  private final Brake brake = new Brake();
  private TrafficProgram shop;
  private PrometheusServer prometheus;

  @BeforeAll
  static void start() {
    servers = LiveServers.start(18);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void scrape() {
    shop = TrafficProgram.start();
    prometheus = PrometheusServer.start(shop.address());
  }

  @AfterEach
  void close() {
    prometheus.close();
    shop.close();
  }

  @Test
  void errorsInContractRollBackByThemselves() {
    try (LiveFixture fixture = watched("error_rate_spike", "error_rate > baseline * 5 for 2 s")) {
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> waitsBefore(Phase.CLEANUP));
      fixture.onlyNew();
      fixture.soak(100);
      assertThat(fixture.journal()).anyMatch(line -> line.contains(" BASELINE error_rate: "));
      long bad = System.nanoTime();
      shop.fail(0.5);
      RunResult result = run.join();
      Duration took = Duration.ofNanos(served - bad);

      assertThat(result)
          .isInstanceOfSatisfying(
              RunResult.RolledBack.class,
              back -> assertThat(back.toString()).contains("trigger error_rate_spike"));
      System.out.printf("from the first error to the old shape: %d ms%n", took.toMillis());
      assertThat(took)
          .isLessThanOrEqualTo(
              WINDOW.plus(PrometheusServer.SCRAPES.multipliedBy(2)).plus(ALLOWANCE));
      assertThat(events).anyMatch(RunEvent.OldShapeServes.class::isInstance);
      fixture.assertAsBefore("after error_rate_spike");
    }
  }

  @Test
  void unavailabilityRollsBackByItself() {
    try (LiveFixture fixture = watched("service_availability_drop", "availability < 95% for 2 s")) {
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> waitsBefore(Phase.CLEANUP));
      fixture.onlyNew();
      shop.health(503);
      assertThat(run.join()).isInstanceOf(RunResult.RolledBack.class);
      fixture.assertAsBefore("after service_availability_drop");
    }
  }

  @Test
  void failingChecksOfTheDataRollBackByThemselves() {
    try (LiveFixture fixture =
        watched("data_integrity_check_failure", "data_validation_failures > 0")) {
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> waitsBefore(Phase.CLEANUP));
      fixture.onlyNew();
      try (Session session = Session.open(fixture.url(), "test")) {
        session.execute("CREATE TABLE damage (a int); INSERT INTO damage VALUES (1)");
      }
      RunResult result = run.join();
      try (Session session = Session.open(fixture.url(), "test")) {
        session.execute("DROP TABLE damage");
      }
      // the damage is not of the run, and is not taken back with it
      assertThat(result).isInstanceOf(RunResult.Stuck.class);
      assertThat(alerts(fixture))
          .anySatisfy(alert -> assertThat(alert.level()).isGreaterThanOrEqualTo(Level.LEVEL_3));
      assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
      fixture.assertAsBefore("after data_integrity_check_failure");
    }
  }

  @Test
  void slownessAsksAndHoldsTheNextPhase() {
    try (LiveFixture fixture =
        watched("response_time_degradation", "p95_response_time > baseline * 3 for 2 s")) {
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> waitsBefore(Phase.CLEANUP));
      fixture.onlyNew();
      shop.take(Duration.ofMillis(900));
      await(run, () -> alerts(fixture).stream().anyMatch(Alert::waiting));
      assertThat(alerts(fixture).getFirst().level()).isEqualTo(Level.LEVEL_1);
      approve(fixture);
      await(run, () -> heard(RunEvent.Waiting.class, "response_time_degradation is breached"));
      assertThat(run).isNotDone();

      Answers.Answered answered =
          Answers.acknowledge(fixture.url(), List.of(), "ann", Clock.systemUTC());
      assertThat(answered.acknowledged()).hasSize(1);
      assertThat(run.join()).isInstanceOf(RunResult.Completed.class);
      assertThat(fixture.journal())
          .anyMatch(line -> line.contains(" ALERT ") && line.contains("acknowledged by ann"));
      shop.take(TrafficProgram.USUAL);
      assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
      fixture.assertAsBefore("after response_time_degradation");
    }
  }

  @Test
  void aStalledRunAsks() throws Exception {
    try (LiveFixture fixture =
            watchedOf(
                "changes/backfill",
                "migration_progress_stalled",
                "migration_progress unchanged for 2 s");
        Session blocker = Session.open(fixture.url(), "test")) {
      fixture.traffic().pause();
      blocker.execute("BEGIN");
      blocker.execute("SELECT * FROM accounts FOR UPDATE");
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> alerts(fixture).stream().anyMatch(Alert::waiting));
      assertThat(alerts(fixture).getFirst().cause().name()).isEqualTo("migration_progress_stalled");
      assertThat(run).isNotDone();
      blocker.execute("ROLLBACK");
      fixture.traffic().resume();
      await(run, () -> alerts(fixture).stream().noneMatch(Alert::open));
      await(run, () -> waitsBefore(Phase.CLEANUP) || run.isDone());
      brake.pull();
      try {
        RunResult unused = run.join();
      } catch (RuntimeException stopped) {
        assertThat(stopped).hasMessageContaining("stopped on request");
      }
      assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
      fixture.assertAsBefore("after migration_progress_stalled");
    }
  }

  @Test
  void blindnessHoldsAndCallsButNeverRollsBack() {
    try (LiveFixture fixture = watched("error_rate_spike", "error_rate > baseline * 5 for 2 s")) {
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> waitsBefore(Phase.CLEANUP));
      fixture.onlyNew();
      prometheus.kill();
      shop.fail(1);
      await(run, () -> alerts(fixture).stream().anyMatch(Alert::waiting));
      assertThat(alerts(fixture))
          .singleElement()
          .satisfies(alert -> assertThat(alert.level()).isEqualTo(Level.LEVEL_1));
      approve(fixture);
      await(run, () -> heard(RunEvent.Waiting.class, "error_rate_spike is blind"));
      assertThat(run).isNotDone();
      shop.fail(0);
      prometheus.startAgain();

      assertThat(run.join()).isInstanceOf(RunResult.Completed.class);
      assertThat(events).noneMatch(RunEvent.TurnedBack.class::isInstance);
      assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
      fixture.assertAsBefore("after blindness");
    }
  }

  @Test
  void aShadowIsRecordedAndDoesNothing() {
    try (LiveFixture fixture =
        watched("error_rate_spike", "error_rate > baseline * 5 for 2 s\n    shadow: true")) {
      CompletableFuture<RunResult> run = begin(fixture);
      await(run, () -> waitsBefore(Phase.CLEANUP));
      fixture.onlyNew();
      shop.fail(0.5);
      await(run, () -> heard(RunEvent.Judged.class, "verdict=breached"));
      approve(fixture);
      assertThat(run.join()).isInstanceOf(RunResult.Completed.class);
      assertThat(fixture.journal())
          .anyMatch(line -> line.contains(" WATCH error_rate_spike: shadow: breached"));
      shop.fail(0);
      assertThat(fixture.back(new Back.Start())).isInstanceOf(RunResult.RolledBack.class);
      fixture.assertAsBefore("after a shadow");
    }
  }

  private LiveFixture watched(String trigger, String condition) {
    return watchedOf("changes/drop-column", trigger, condition);
  }

  /** With one of the default triggers, its window shortened. */
  private LiveFixture watchedOf(String example, String trigger, String condition) {
    StringBuilder others = new StringBuilder();
    for (String each :
        List.of(
            "error_rate_spike",
            "response_time_degradation",
            "service_availability_drop",
            "data_integrity_check_failure",
            "migration_progress_stalled")) {
      if (!each.equals(trigger)) {
        others.append("  ").append(each).append(": {enabled: false}\n");
      }
    }
    String more =
        """
        gates: {contract: automatic, cleanup: approval}
        watch:
          interval: 200ms
          timeout: 1s
          stale_after: 1500ms
          baseline: {over: 2 seconds, minimum_samples: 5}
          prometheus: {url: "%s"}
        metrics:
          error_rate:
            prometheus: >-
              sum(rate(shop_requests_total{code="500"}[1s])) / sum(rate(shop_requests_total[1s]))
          p95_response_time:
            prometheus: histogram_quantile(0.95, sum by (le) (rate(shop_request_seconds_bucket[1s])))
          availability: {probe: "http://%s/health", measure: availability, every: 100ms, over: 1 second}
        checks:
          - {title: nothing is damaged, query: "SELECT to_regclass('damage') IS NULL", expected: t}
        aftermath: {thresholds: {settle: 20s}}
        triggers:
          %s:
            condition: %s
        %s"""
            .formatted(prometheus.url(), shop.address(), trigger, condition, others);
    return servers.openWith(example, more, 500, 7);
  }

  private CompletableFuture<RunResult> begin(LiveFixture fixture) {
    fixture.seeing();
    awaitScrapes();
    RunOptions options = fixture.options(Optional.empty(), false, true);
    return CompletableFuture.supplyAsync(
        () -> fixture.runs(fixture.url(), options, brake, this::hear).begin(fixture.plan()),
        Thread::startVirtualThread);
  }

  /** What clients of the old shape suffered from is over when it serves again. */
  private void hear(RunEvent event) {
    events.add(event);
    if (event instanceof RunEvent.OldShapeServes) {
      served = System.nanoTime();
      shop.fail(0);
      shop.health(200);
    }
  }

  /** Until Prometheus has seen enough to know what is usual. */
  private void awaitScrapes() {
    String query = "/api/v1/query?query=count_over_time(up%5B4s%5D)%20%3E%3D%2015";
    HttpRequest request = HttpRequest.newBuilder(URI.create(prometheus.url() + query)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!client
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .contains("\"value\"")) {
        assertThat(System.nanoTime()).as("Prometheus scrapes").isLessThan(end);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void approve(LiveFixture fixture) {
    assertThat(
            Approvals.approve(
                fixture.url(), Optional.of(Phase.CLEANUP), new Request.Asker("ann", ""), true))
        .isInstanceOf(Approvals.Approved.Yes.class);
  }

  private static List<Alert> alerts(LiveFixture fixture) {
    try (Session session = Session.open(fixture.url(), "test")) {
      return AlertStore.read(session);
    }
  }

  private boolean waitsBefore(Phase phase) {
    return events.stream()
        .anyMatch(
            event ->
                event instanceof RunEvent.Waiting waiting
                    && waiting.before() == phase
                    && waiting.what().contains("approval"));
  }

  private boolean heard(Class<? extends RunEvent> kind, String text) {
    return events.stream()
        .anyMatch(event -> kind.isInstance(event) && event.toString().contains(text));
  }

  private void await(CompletableFuture<RunResult> run, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (run.isDone()) {
        throw new AssertionError("the run ended with " + run.join() + ": " + events);
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to that: " + events);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
