package dev.ripcord.metric;

import static dev.ripcord.metric.Samples.BOUND;
import static dev.ripcord.metric.Samples.metric;
import static dev.ripcord.metric.Samples.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real Prometheus that scrapes a real program. */
@Timeout(120)
@ShortWaits
class PrometheusSourceTest {
  private static Reading read(PrometheusServer server, String query) {
    Instant began = Instant.now();
    try (Guarded source = Samples.guarded(metric("m", query(server.url(), query)))) {
      Reading reading = source.read(began);
      assertThat(Duration.between(began, Instant.now())).isLessThan(BOUND);
      return reading;
    }
  }

  private static double until(PrometheusServer server, String query, Predicate<Double> wanted)
      throws InterruptedException {
    Reading last = null;
    for (int i = 0; i < 100; i++) {
      last = read(server, query);
      if (last instanceof Reading.Value value && wanted.test(value.value())) {
        return value.value();
      }
      Thread.sleep(150);
    }
    throw new AssertionError("never so: " + query + " is " + last);
  }

  @Test
  void seesWhatTheProgramDoes() throws InterruptedException {
    try (TrafficProgram program = TrafficProgram.start();
        PrometheusServer server = PrometheusServer.start(program.address())) {
      String errors = PrometheusServer.queries().getFirst();
      String p95 = PrometheusServer.queries().get(1);
      double none = until(server, errors, value -> value == 0);
      assertThat(none).isZero();
      double fast = until(server, p95, value -> value > 0);
      assertThat(fast).isBetween(0.01, 0.05);
      program.fail(0.25);
      program.take(Duration.ofMillis(400));
      assertThat(until(server, errors, value -> value > 0.2)).isBetween(0.2, 0.3);
      assertThat(until(server, p95, value -> value > 0.3)).isBetween(0.3, 0.5);
      assertThat(read(server, "scalar(vector(7))"))
          .isInstanceOfSatisfying(
              Reading.Value.class,
              value -> {
                assertThat(value.value()).isEqualTo(7);
                assertThat(value.at())
                    .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(1));
              });
      theAnswersThatAreNone(server);
      thePast(server, errors);
      whenItGoes(server);
    }
  }

  private static void theAnswersThatAreNone(PrometheusServer server) {
    assertThat(read(server, "nothing_of_the_kind"))
        .isEqualTo(new Reading.NoData("the query finds no series"));
    assertThat(read(server, "vector(0) / 0")).isEqualTo(new Reading.NoData("the value is NaN"));
    assertThat(read(server, "vector(1) / 0")).isEqualTo(new Reading.NoData("the value is +Inf"));
    assertThat(read(server, "shop_requests_total"))
        .isEqualTo(
            new Reading.Down("the query finds 2 series, expected one: sum(...) or a label tells"));
    assertThat(read(server, "up[1m]"))
        .isEqualTo(new Reading.Down("the query answers with a range, expected one number"));
    assertThat(read(server, "\"text\""))
        .isEqualTo(new Reading.Down("the query answers with a text, expected one number"));
    assertThat(read(server, "sum(rate("))
        .isInstanceOfSatisfying(
            Reading.Down.class,
            down ->
                assertThat(down.why())
                    .startsWith(server.url() + " answered 400: invalid parameter")
                    .contains("parse error"));
  }

  private static void thePast(PrometheusServer server, String errors) {
    Instant now = Instant.now();
    Metric plain = metric("error_rate", query(server.url(), errors));
    Metric metric =
        new Metric(
            plain.name(),
            plain.measure(),
            plain.interval(),
            plain.timeout(),
            plain.staleAfter(),
            3,
            OptionalDouble.of(0.9));
    try (Sources sources = Sources.open(List.of(metric), Samples.surroundings())) {
      Watch.Window window = new Watch.Window(Duration.ofSeconds(3), 10);
      Baselines baselines =
          Baselines.begin(Map.of("error_rate", metric), window, sources.histories(), now);
      assertThat(baselines.complete(now)).isTrue();
      Baseline baseline = baselines.captured().baselines().getFirst();
      assertThat(baselines.captured().problems()).isEmpty();
      assertThat(baseline.samples()).isBetween(10, 31);
      assertThat(baseline.measured()).isBetween(0.0, 0.3);
      assertThat(baseline.value()).isEqualTo(0.9);
      assertThat(baseline.floored()).isTrue();
      Baselines tooMuch =
          Baselines.begin(
              Map.of("error_rate", metric),
              new Watch.Window(Duration.ofSeconds(3), 100),
              sources.histories(),
              now);
      assertThat(tooMuch.complete(now)).isFalse();
      assertThat(tooMuch.captured().problems().getFirst())
          .startsWith("error_rate has ")
          .endsWith(" of the 100 samples that a baseline over 3 s needs");
    }
  }

  private static void whenItGoes(PrometheusServer server) {
    server.freeze();
    assertThat(read(server, "up"))
        .isEqualTo(new Reading.Down(server.url() + " gave no whole answer within 0.7 s"));
    server.thaw();
    assertThat(read(server, "sum(up)")).isInstanceOf(Reading.Value.class);
    server.kill();
    assertThat(read(server, "up"))
        .isEqualTo(new Reading.Down(server.url() + ": the connection was not accepted"));
    server.startAgain();
    assertThat(read(server, "vector(1)")).isInstanceOf(Reading.Value.class);
  }
}
