package dev.ripcord.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.exchange.HangingNames;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Watch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sources beside each other, and what is made of their readings. */
@Timeout(30)
@ShortWaits
class PollerTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

  private static Metric metric(String name, OptionalDouble floor) {
    Metric plain = Samples.metric(name, new Measure.Sql("SELECT 1"));
    return new Metric(
        name,
        plain.measure(),
        plain.interval(),
        plain.timeout(),
        plain.staleAfter(),
        plain.minimumSamples(),
        floor);
  }

  private static void until(BooleanSupplier condition) {
    for (int i = 0; i < 300; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("never so");
  }

  @Test
  void noSourceDelaysAnother() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger hangs = new AtomicInteger();
    Source hanging =
        now -> {
          hangs.incrementAndGet();
          boolean interrupted = false;
          while (true) {
            try {
              never.await();
              return new Reading.Down(interrupted ? "let go, late" : "let go");
            } catch (InterruptedException e) {
              // as code that hangs in a system call does
              interrupted = true;
            }
          }
        };
    Source counting = now -> new Reading.Value(now, asked.incrementAndGet());
    Source failing =
        now -> {
          throw new IllegalStateException("secret");
        };
    Map<String, Source> sources =
        Map.of(
            "hanging", new Guarded("hanging", hanging, Duration.ofMillis(200)),
            "counting", new Guarded("counting", counting, Duration.ofMillis(200)),
            "failing", new Guarded("failing", failing, Duration.ofMillis(200)));
    Map<String, Metric> metrics =
        Map.of(
            "hanging", metric("hanging", OptionalDouble.empty()),
            "counting", metric("counting", OptionalDouble.empty()),
            "failing", metric("failing", OptionalDouble.empty()));
    try (Poller poller = Poller.start(metrics, sources, Clock.systemUTC())) {
      until(() -> asked.get() > 10);
      assertThat(hangs).hasValue(1);
      assertThat(poller.readings())
          .containsEntry(
              "hanging", new Reading.Down("it has not answered the question before this one yet"))
          .containsEntry("failing", new Reading.Down("it failed: IllegalStateException"));
      assertThat(poller.readings().get("counting")).isInstanceOf(Reading.Value.class);
      never.countDown();
      until(() -> new Reading.Down("let go").equals(poller.readings().get("hanging")));
    }
    int last = asked.get();
    LockSupport.parkNanos(400_000_000);
    assertThat(asked.get()).isLessThanOrEqualTo(last + 1);
  }

  @Test
  void aBaselineIsTheMedianOfWhatCame() {
    Map<String, Metric> metrics =
        Map.of(
            "a", metric("a", OptionalDouble.empty()),
            "zero", metric("zero", OptionalDouble.of(0.001)),
            "blind", metric("blind", OptionalDouble.empty()));
    Watch.Window window = new Watch.Window(Duration.ofSeconds(10), 4);
    Baselines baselines = Baselines.begin(metrics, window, Map.of(), AT);
    List<Double> values = List.of(9.0, 1.0, 3.0, 2.0);
    for (int i = 0; i < values.size(); i++) {
      Map<String, Reading> readings =
          Map.of(
              "a", new Reading.Value(AT.plusSeconds(i), values.get(i)),
              "zero", new Reading.Value(AT.plusSeconds(i), 0),
              "blind", i == 0 ? new Reading.Value(AT, 1) : new Reading.Down("gone"),
              "other", new Reading.Value(AT, 1));
      baselines.take(readings);
      baselines.take(readings);
    }
    assertThat(baselines.complete(AT.plusSeconds(9))).isFalse();
    assertThat(baselines.complete(AT.plusSeconds(10))).isTrue();
    assertThat(baselines.captured().baselines())
        .containsExactlyInAnyOrder(
            new Baseline("a", 2.5, 2.5, 4, Duration.ofSeconds(10), false),
            new Baseline("zero", 0.001, 0, 4, Duration.ofSeconds(10), true));
    assertThat(baselines.captured().problems())
        .containsExactly("blind has 1 of the 4 samples that a baseline over 10 s needs: gone");
  }

  @Test
  void namesThatHangKeepNoOtherSourceFromBeingAsked() {
    int processors = Runtime.getRuntime().availableProcessors();
    Map<String, Metric> hanging = new HashMap<>();
    for (int i = 0; i < processors + 2; i++) {
      hanging.put("hangs" + i, probe("hangs" + i, "http://source%d.hangs.example".formatted(i)));
    }
    try (HangingNames.Held held = new HangingNames.Held();
        HostileServer server = HostileServer.start();
        Sources sources = Sources.open(hanging.values(), Samples.surroundings());
        Poller poller = Poller.start(hanging, sources, Clock.systemUTC())) {
      server.now(HostileServer.Manner.answers(200, "fine"));
      until(() -> held.hanging() >= processors);
      Map<String, Metric> live = Map.of("live", probe("live", server.url()));
      try (Sources others = Sources.open(live.values(), Samples.surroundings());
          Poller other = Poller.start(live, others, Clock.systemUTC())) {
        until(() -> other.readings().get("live") instanceof Reading.Value);
      }
      assertThat(poller.readings().values()).noneMatch(Reading.Value.class::isInstance);
    }
  }

  private static Metric probe(String name, String address) {
    return Samples.metric(
        name, Samples.probe(address, Measure.Of.AVAILABILITY, Duration.ofMillis(200)));
  }
}
