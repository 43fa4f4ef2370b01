package dev.ripcord.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.journal.Entry;
import dev.ripcord.metric.Baseline;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Statuses;
import dev.ripcord.migration.Template;
import dev.ripcord.migration.Thresholds;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients see, and who watches it: each item passes, and fails for its own reason. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
class ServiceItemsTest {
  private static final Verdict PASSED = new Verdict.Passed();

  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicReference<String> body = new AtomicReference<>("fine");
  private HttpServer service;
  private Shop shop;

  @BeforeEach
  void open(TestDatabase database) throws IOException {
    shop = Shop.open(database.url());
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] text = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), text.length);
            exchange.getResponseBody().write(text);
          }
        });
    service.start();
  }

  @AfterEach
  void close() {
    service.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }

  private void prometheus(String value) {
    body.set(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[%d,\"%s\"]}}"
            .formatted(Instant.now().getEpochSecond(), value));
  }

  /** Only then is what is away worth a word. */
  private void begun() {
    shop.journal(Entry.Kind.DONE, "expand-01", "");
  }

  private Measure.Prometheus query() {
    return new Measure.Prometheus(
        new Measure.Server(new Template(address()), Map.of()), "rate(errors)");
  }

  @Test
  void healthChecksFailByAStatus() {
    shop.checks.add(new Check.Http("health", address() + "/health", 200, Duration.ofSeconds(2)));
    Finding finding = shop.look(new HealthChecks());
    assertThat(finding.verdict()).isEqualTo(PASSED);
    assertThat(finding.evidence())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.measured()).startsWith("HTTP 200 after ");
              assertThat(it.threshold()).isEqualTo("HTTP 200");
              assertThat(it.source()).isEqualTo("GET " + address() + "/health");
            });
    status.set(500);
    assertThat(Shop.failure(shop.look(new HealthChecks())))
        .isEqualTo(address() + "/health answers 500, expected HTTP 200");
  }

  @Test
  void healthChecksFailByAProbe() {
    Measure.Target target =
        new Measure.Target(
            new Template(address() + "/p"), Map.of(), Duration.ofSeconds(1), Duration.ofSeconds(1));
    shop.metrics.add(
        Shop.metric(
            "availability",
            new Measure.Probe(
                target, Measure.Of.AVAILABILITY, Duration.ofSeconds(2), Statuses.SUCCESS)));
    assertThat(shop.look(new HealthChecks()).verdict()).isEqualTo(PASSED);
    service.stop(0);
    assertThat(Shop.failure(shop.look(new HealthChecks()))).startsWith(address() + "/p: ");
  }

  @Test
  void healthIsOpenWhereNobodyCanBeAsked() {
    assertThat(Shop.open(shop.look(new HealthChecks())))
        .contains("neither an HTTP check nor a probe");
  }

  @Test
  void errorsFailAboveTheirBaseline() {
    shop.metrics.add(Shop.metric("error_rate", query()));
    shop.baselines.add(new Baseline("error_rate", 0.01, 0.01, 20, Duration.ofMinutes(1), false));
    prometheus("0.015");
    Finding finding = shop.look(new ErrorRates());
    assertThat(finding.verdict()).isEqualTo(PASSED);
    assertThat(finding.evidence().getFirst().threshold())
        .isEqualTo("at most 0.02: 2 times the baseline 0.01");
    prometheus("0.021");
    assertThat(Shop.failure(shop.look(new ErrorRates())))
        .startsWith("error_rate is 0.021, at most");
  }

  @Test
  void aRateMayTakeItsTimeToComeBack() {
    // for one second of three it is as usual
    shop.metric(
        "error_rate",
        "SELECT CASE extract(epoch FROM clock_timestamp())::bigint % 3 WHEN 0 THEN 0 ELSE 1 END",
        0);
    Thresholds strict = shop.aftermath.thresholds();
    shop.aftermath =
        new Aftermath(
            List.of(),
            List.of(),
            new Thresholds(
                new Thresholds.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30)),
                strict.service(),
                strict.database()));
    assertThat(shop.look(new ErrorRates()).verdict()).isEqualTo(PASSED);
  }

  @Test
  void errorsAreOpenWithoutABaseline() {
    assertThat(Shop.open(shop.look(new ErrorRates())))
        .startsWith("no trigger watches an error rate");
    shop.metrics.add(Shop.metric("error_rate", query()));
    assertThat(Shop.open(shop.look(new ErrorRates())))
        .isEqualTo("the journal has no baseline of error_rate");
  }

  @Test
  void responseTimesFailAboveTheirBaseline() {
    shop.sql("CREATE TABLE gauge AS SELECT 0.1 AS value");
    shop.metric("p95_response_time", "SELECT value FROM gauge", 0.1);
    assertThat(shop.look(new ResponseTimes()).verdict()).isEqualTo(PASSED);
    shop.sql("UPDATE gauge SET value = 0.16");
    assertThat(Shop.failure(shop.look(new ResponseTimes())))
        .isEqualTo("p95_response_time is 0.16, at most 0.15: 1.5 times the baseline 0.1");
    shop.sql("DROP TABLE gauge");
    assertThat(Shop.open(shop.look(new ResponseTimes()))).contains("cannot be seen");
  }

  @Test
  void businessFailsByACheck() {
    assertThat(Shop.open(shop.look(new BusinessProcesses()))).contains("no SQL checks");
    shop.checks.add(new Check.Sql("no order is lost", "SELECT count(*) FROM orders", "300"));
    assertThat(shop.look(new BusinessProcesses()).verdict()).isEqualTo(PASSED);
    shop.sql("DELETE FROM orders WHERE id = 7");
    assertThat(Shop.failure(shop.look(new BusinessProcesses())))
        .isEqualTo("no order is lost: it is 299, expected 300");
    shop.checks.set(0, new Check.Sql("no such table", "SELECT count(*) FROM nothing", "0"));
    assertThat(Shop.open(shop.look(new BusinessProcesses()))).contains("could not be asked");
  }

  @Test
  void monitoringFailsByASourceThatIsAway() {
    shop.metrics.add(Shop.metric("error_rate", query()));
    status.set(503);
    assertThat(Shop.open(shop.look(new Monitoring())))
        .contains("no phase of the run began in which it is watched");
    status.set(200);
    begun();
    shop.channels.add("ops");
    shop.journal(Entry.Kind.ALERT, "ops", "Rollback: ops: sent");
    prometheus("0");
    assertThat(shop.look(new Monitoring()).verdict()).isEqualTo(PASSED);
    status.set(503);
    assertThat(Shop.failure(shop.look(new Monitoring())))
        .startsWith("the source of error_rate does not answer: ");
    status.set(200);
    body.set("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}");
    assertThat(Shop.failure(shop.look(new Monitoring()))).startsWith("error_rate has no value: ");
    shop.journal(Entry.Kind.WATCH, "expand", Subject.ALTHOUGH_BLIND + "it is down: no data");
    assertThat(Shop.open(shop.look(new Monitoring())))
        .contains("a phase of the run begins ALTHOUGH BLIND: it is down");
  }

  @Test
  void monitoringFailsByAStaleValue() {
    begun();
    shop.metrics.add(Shop.metric("error_rate", query()));
    shop.channels.add("ops");
    shop.journal(Entry.Kind.ALERT, "ops", "Rollback: ops: sent");
    body.set(
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[%d,\"0\"]}}"
            .formatted(Instant.now().getEpochSecond() - 90));
    assertThat(Shop.failure(shop.look(new Monitoring()))).startsWith("error_rate is stale: ");
  }

  @Test
  void alertingFailsByAMessageThatDidNotGetOut() {
    shop.metrics.add(Shop.metric("error_rate", query()));
    prometheus("0");
    assertThat(Shop.open(shop.look(new Monitoring()))).contains("no channels");
    shop.channels.add("ops");
    assertThat(Shop.open(shop.look(new Monitoring())))
        .contains("nothing was sent on the channel ops");
    shop.journal(
        Entry.Kind.ALERT, "ops", "Rollback: ops: given up after 3 attempts: connection refused");
    assertThat(Shop.failure(shop.look(new Monitoring())))
        .startsWith("the last message did not get out: ");
  }

  @Test
  void backupsFailByTheirAge() {
    assertThat(Shop.open(shop.look(new BackupSystems()))).contains("names no provider");
    shop.backups = (live, now) -> Optional.of(looked(Optional.of(now.minusSeconds(60)), List.of()));
    assertThat(shop.look(new BackupSystems()).verdict()).isEqualTo(PASSED);
    shop.backups =
        (live, now) -> Optional.of(looked(Optional.of(now.minusSeconds(90_000)), List.of()));
    assertThat(Shop.failure(shop.look(new BackupSystems())))
        .isEqualTo("the newest backup is 25 h old, at most 24 h is allowed");
    shop.backups = (live, now) -> Optional.of(looked(Optional.empty(), List.of("no space")));
    assertThat(Shop.failure(shop.look(new BackupSystems())))
        .isEqualTo("there is no backup that could be used; no space");
    shop.backups = (live, now) -> Optional.of(notReliedOn());
    assertThat(Shop.open(shop.look(new BackupSystems())))
        .isEqualTo("there is no backup that could be used; the run had no backup to rely on");
    shop.backups =
        (live, now) -> {
          throw new RipcordException(ProblemCode.ENVIRONMENT, "no pgbackrest here");
        };
    assertThat(Shop.open(shop.look(new BackupSystems())))
        .isEqualTo("the backups could not be asked for from here: no pgbackrest here");
  }

  private static Backups.Looked notReliedOn() {
    return new Backups.Looked(
        "basebackup", false, Optional.empty(), Duration.ofHours(24), List.of(), List.of());
  }

  private static Backups.Looked looked(Optional<Instant> taken, List<String> refusals) {
    return new Backups.Looked("basebackup", true, taken, Duration.ofHours(24), List.of(), refusals);
  }
}
