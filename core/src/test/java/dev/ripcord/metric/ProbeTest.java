package dev.ripcord.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.metric.Prober.Probed;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.secret.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What probes tell together, and probes of a real server. */
@Timeout(60)
@ShortWaits
class ProbeTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration OVER = Duration.ofSeconds(1);

  private static Reading of(Measure.Of of, List<Probed> probes) {
    return ProbeSource.of(Samples.probe("http://x", of, OVER), probes, true);
  }

  private static Probed answered(int status, int millis) {
    return new Probed.Answered(AT, status, Duration.ofMillis(millis));
  }

  private static final Probed LATE = new Probed.Unanswered(AT, Samples.TIMEOUT, true);
  private static final Probed REFUSED = new Probed.Unanswered(AT, Duration.ZERO, false);
  private static final Probed BLIND = new Probed.Blind(AT, "nobody knows this host");

  @Test
  void countsWhatWasNotAsExpected() {
    List<Probed> probes =
        List.of(
            answered(200, 5),
            answered(204, 5),
            answered(500, 1),
            LATE,
            REFUSED,
            BLIND,
            answered(200, 5),
            answered(302, 5));
    assertThat(of(Measure.Of.AVAILABILITY, probes)).isEqualTo(new Reading.Value(AT, 3.0 / 7));
    assertThat(of(Measure.Of.ERROR_RATE, probes)).isEqualTo(new Reading.Value(AT, 4.0 / 7));
  }

  @Test
  void theRankOf95InHundred() {
    List<Probed> probes = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      probes.add(answered(200, i));
    }
    assertThat(of(Measure.Of.P95, probes)).isEqualTo(new Reading.Value(AT, 0.095));
    assertThat(of(Measure.Of.P95, List.of(answered(200, 30))))
        .isEqualTo(new Reading.Value(AT, 0.03));
    assertThat(of(Measure.Of.P95, List.of(answered(200, 30), LATE)))
        .isEqualTo(new Reading.Value(AT, 0.7));
    assertThat(of(Measure.Of.P95, List.of(REFUSED)))
        .isEqualTo(new Reading.NoData("no probe was answered"));
  }

  @Test
  void whatWasNotAskedSaysNothing() {
    assertThat(of(Measure.Of.AVAILABILITY, List.of()))
        .isEqualTo(new Reading.NoData("no probe is through yet"));
    assertThat(of(Measure.Of.AVAILABILITY, List.of(answered(200, 1), BLIND)))
        .isEqualTo(new Reading.Down("nobody knows this host"));
    assertThat(
            ProbeSource.of(
                Samples.probe("http://x", Measure.Of.AVAILABILITY, OVER),
                List.of(answered(200, 1)),
                false))
        .isEqualTo(new Reading.NoData("probed for less than 1 s, over which it counts"));
  }

  private static void until(Source source, Predicate<Reading> wanted) {
    until(InstantSource.system(), source, wanted);
  }

  private static void until(InstantSource clock, Source source, Predicate<Reading> wanted) {
    Reading last = null;
    for (int i = 0; i < 200; i++) {
      last = source.read(clock.instant());
      if (wanted.test(last)) {
        return;
      }
      LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("never so: " + last);
  }

  private static boolean is(Reading reading, double low, double high) {
    return reading instanceof Reading.Value value && value.value() >= low && value.value() <= high;
  }

  @Test
  void oneProberServesAllMetricsOfAnAddress() {
    try (HostileServer server = HostileServer.start()) {
      server.now(HostileServer.Manner.answers(200, "fine"));
      List<Metric> metrics =
          List.of(
              Samples.metric(
                  "availability", Samples.probe(server.url(), Measure.Of.AVAILABILITY, OVER)),
              Samples.metric(
                  "error_rate", Samples.probe(server.url(), Measure.Of.ERROR_RATE, OVER)),
              Samples.metric(
                  "p95", Samples.probe(server.url(), Measure.Of.P95, Duration.ofSeconds(2))));
      Instant began = Instant.now();
      try (Sources sources = Sources.open(metrics, Samples.surroundings())) {
        Source availability = sources.of("availability");
        assertThat(availability.read(Instant.now())).isInstanceOf(Reading.NoData.class);
        until(availability, reading -> is(reading, 1, 1));
        until(sources.of("p95"), reading -> is(reading, 0.0001, 0.6));
        long most = Duration.between(began, Instant.now()).dividedBy(Duration.ofMillis(50)) + 2;
        assertThat(server.asked().size()).isBetween(10, (int) most);
        server.now(HostileServer.Manner.answers(503, "not fine"));
        until(availability, reading -> is(reading, 0, 0));
        until(sources.of("error_rate"), reading -> is(reading, 1, 1));
        server.now(HostileServer.Manner.answers(200, "fine"));
        until(availability, reading -> is(reading, 1, 1));
        server.now(HostileServer.Manner.hangs());
        until(availability, reading -> is(reading, 0, 0));
        until(sources.of("p95"), reading -> is(reading, 0.7, 0.7));
        server.stop();
        until(availability, reading -> is(reading, 0, 0));
      }
    }
  }

  @Test
  void anUnknownNameIsNoOutage() {
    Measure.Probe probe =
        Samples.probe("http://no-such-host.invalid/", Measure.Of.AVAILABILITY, OVER);
    try (Sources sources =
        Sources.open(List.of(Samples.metric("a", probe)), Samples.surroundings())) {
      until(
          sources.of("a"),
          new Reading.Down("http://no-such-host.invalid/: nobody knows this host")::equals);
    }
  }

  /** What was probed while the clock was ahead is not recent for as long as it was. */
  @Test
  void aClockThatWasAheadLeavesNothingBehind() {
    SetClock clock = new SetClock();
    Surroundings in =
        new Surroundings(
            Samples.surroundings().database(), new Secrets(Map.of()), List.of(), clock);
    try (HostileServer server = HostileServer.start()) {
      server.now(HostileServer.Manner.answers(200, "fine"));
      Metric metric =
          Samples.metric(
              "availability", Samples.probe(server.url(), Measure.Of.AVAILABILITY, OVER));
      try (Sources sources = Sources.open(List.of(metric), in)) {
        Source availability = sources.of("availability");
        until(clock, availability, reading -> is(reading, 1, 1));
        clock.off(Duration.ofHours(1));
        until(clock, availability, reading -> is(reading, 1, 1));
        clock.off(Duration.ZERO);
        server.now(HostileServer.Manner.answers(503, "gone"));
        until(clock, availability, reading -> is(reading, 0, 0));
      }
    }
  }
}
