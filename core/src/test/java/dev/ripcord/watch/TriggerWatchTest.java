package dev.ripcord.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.ConditionReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code docs/triggers.md} says, sentence by sentence. */
class TriggerWatchTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Map<String, Baseline> NO_ERRORS =
      Map.of("error_rate", new Baseline("error_rate", 0.001, 0, 40, Duration.ofMinutes(10), true));

  private Instant now = START;
  private TriggerWatch watch = watch("a > 1 for 1 minute");

  private static TriggerWatch watch(String condition) {
    return new TriggerWatch(ConditionReader.parse(condition), Limits.DEFAULT);
  }

  private Verdict poll(Map<String, Reading> readings) {
    now = now.plusSeconds(15);
    return watch.take(now, readings, NO_ERRORS);
  }

  private Verdict value(String metric, double value) {
    return poll(Map.of(metric, new Reading.Value(now.plusSeconds(15), value)));
  }

  private Verdict last(String metric, double... values) {
    Verdict verdict = new Verdict.Healthy("");
    for (double value : values) {
      verdict = value(metric, value);
    }
    return verdict;
  }

  @Test
  void aBreachMustHoldThroughTheWholeWindow() {
    assertThat(last("a", 2, 3, 2, 2))
        .isEqualTo(
            new Verdict.Healthy("breached for 45 seconds of 1 minute: a = 2, threshold > 1"));
    assertThat(value("a", 2.5))
        .isEqualTo(new Verdict.Breached(Duration.ofMinutes(1), "a = 2.5, threshold > 1"));
    assertThat(value("a", 1)).isEqualTo(new Verdict.Healthy("a = 1, threshold > 1"));
  }

  @Test
  void aSlowlyFlappingMetricNeverFires() {
    for (int i = 0; i < 500; i++) {
      assertThat(value("a", i % 4 == 3 ? 1 : 9)).isInstanceOf(Verdict.Healthy.class);
    }
  }

  @Test
  void aWindowNeedsItsSamples() {
    watch = watch("a > 1 for 20 seconds");
    assertThat(last("a", 2, 2)).isInstanceOf(Verdict.Healthy.class);
    assertThat(value("a", 2)).isInstanceOf(Verdict.Breached.class);
    watch = watch("a > 1 for 15 seconds");
    assertThat(last("a", 2, 2).detail())
        .isEqualTo("breached for 15 seconds of 15 seconds on 2 of 3 samples: a = 2, threshold > 1");
  }

  @Test
  void aBaselineOfZeroDoesNotFireAtTheFirstError() {
    watch = watch("error_rate > baseline * 5 for 5 minutes");
    assertThat(last("error_rate", 0, 0, 0.001, 0.001, 0.001, 0.001, 0))
        .isInstanceOf(Verdict.Healthy.class);
    assertThat(value("error_rate", 0.004).detail())
        .isEqualTo("error_rate = 0.004, threshold > 0.005, baseline 0.001 (its floor)");
    watch = watch("error_rate > baseline * 5");
    assertThat(value("error_rate", 0.005)).isInstanceOf(Verdict.Healthy.class);
    assertThat(value("error_rate", 0.0051)).isInstanceOf(Verdict.Breached.class);
  }

  @Test
  void oneLostPollIsNoOutageAndAddsNothing() {
    Verdict kept = last("a", 2, 2, 2);
    assertThat(kept.detail()).startsWith("breached for 30 seconds");
    assertThat(poll(Map.of("a", new Reading.Down("reset"))).detail())
        .startsWith("breached for 30 seconds");
    assertThat(value("a", 2)).isInstanceOf(Verdict.Breached.class);
  }

  @Test
  void aGapBeginsTheWindowAnew() {
    Verdict unused = last("a", 2, 2, 2, 2);
    now = now.plusSeconds(61);
    assertThat(value("a", 2).detail()).startsWith("breached just now of 1 minute");
  }

  @Test
  void theSameMeasurementAgainIsNoSample() {
    Instant at = now;
    for (int i = 0; i < 4; i++) {
      Verdict verdict = poll(Map.of("a", new Reading.Value(at, 2)));
      assertThat(verdict.detail()).startsWith("breached just now");
    }
    assertThat(poll(Map.of("a", new Reading.Value(at, 2)))).isInstanceOf(Verdict.Stale.class);
  }

  @Test
  void aCauseIsSaidInWords() {
    assertThat(poll(Map.of())).isEqualTo(new Verdict.NoData("a: nothing was measured yet"));
    assertThat(poll(Map.of("a", new Reading.Down("connection refused"))))
        .isEqualTo(new Verdict.SourceDown("a: connection refused"));
    assertThat(poll(Map.of("a", new Reading.Value(START.minusSeconds(60), 1))).detail())
        .isEqualTo("a: the newest value is 1m 45s old");
    assertThat(poll(Map.of("a", new Reading.Value(now.plusSeconds(135), 1))))
        .isEqualTo(
            new Verdict.Stale("a: clock skew, the newest value is of a time 2 minutes ahead"));
    watch = watch("b > baseline");
    assertThat(value("b", 1)).isEqualTo(new Verdict.NoData("no baseline of b was measured"));
    watch = watch("a / b > 1");
    assertThat(poll(Map.of("a", at(1), "b", at(0)))).isInstanceOf(Verdict.NoData.class);
  }

  private Reading at(double value) {
    return new Reading.Value(now.plusSeconds(15), value);
  }

  @Test
  void blindIsUnknownAndTheWorstCauseIsSaid() {
    Reading down = new Reading.Down("x");
    Reading none = new Reading.NoData("NaN");
    watch = watch("a > 1 or b > 1");
    assertThat(poll(Map.of("a", at(2), "b", down))).isInstanceOf(Verdict.Breached.class);
    watch = watch("a > 1 or b > 1");
    assertThat(poll(Map.of("a", at(0), "b", down))).isInstanceOf(Verdict.SourceDown.class);
    watch = watch("a > 1 and b > 1");
    assertThat(poll(Map.of("a", at(0), "b", down))).isInstanceOf(Verdict.Healthy.class);
    watch = watch("not (a > 1 and b > 1)");
    assertThat(poll(Map.of("a", none, "b", down))).isInstanceOf(Verdict.SourceDown.class);
  }

  @Test
  void idleIsHealthyAndEndsTheStretch() {
    watch = watch("a unchanged for 1 minute");
    Verdict before = last("a", 7, 7, 7, 7);
    assertThat(before.detail()).isEqualTo("a unchanged at 7 for 45 seconds of 1 minute");
    Reading idle = new Reading.Idle("waiting for an approval");
    assertThat(poll(Map.of("a", idle))).isEqualTo(new Verdict.Healthy("waiting for an approval"));
    assertThat(last("a", 7, 7, 7, 7)).isInstanceOf(Verdict.Healthy.class);
    assertThat(value("a", 7)).isInstanceOf(Verdict.Breached.class);
    watch = watch("not a > 1");
    assertThat(poll(Map.of("a", idle))).isInstanceOf(Verdict.Healthy.class);
  }

  @Test
  void increasingNeverFallsAndEndsHigher() {
    watch = watch("a increasing for 1 minute");
    assertThat(last("a", 5, 6, 6, 7, 7)).isInstanceOf(Verdict.Breached.class);
    assertThat(value("a", 6.9)).isInstanceOf(Verdict.Healthy.class);
    watch = watch("a increasing for 1 minute");
    assertThat(last("a", 5, 5, 5, 5, 5, 5)).isInstanceOf(Verdict.Healthy.class);
    watch = watch("a decreasing for 1 minute");
    assertThat(last("a", 5, 4, 3, 3, 3)).isInstanceOf(Verdict.Breached.class);
  }
}
