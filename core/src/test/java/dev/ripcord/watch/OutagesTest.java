package dev.ripcord.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.ConditionReader;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sources that fail in every way, and systems that really break: none false, none missed. */
@ShortWaits
class OutagesTest {
  private static final int SEEDS = 2_000;
  private static final int INTERVAL = 15;
  private static final Duration STALE = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Limits LIMITS = Limits.of(STALE, 3);
  private static final List<String> CONDITIONS =
      List.of(
          "error_rate > baseline * 5 for 5 minutes",
          "error_rate > baseline * 5",
          "error_rate > 4% for 30 seconds",
          "not error_rate < 5% for 2 minutes",
          "(error_rate > 5% and error_rate < 2) for 1 minute",
          "error_rate unchanged for 3 minutes");
  private static final Map<String, Baseline> BASELINES =
      Map.of(
          "error_rate", new Baseline("error_rate", 0.01, 0.01, 40, Duration.ofMinutes(10), false));

  private enum Outage {
    DOWN,
    HUNG,
    GARBAGE,
    EMPTY,
    NAN,
    STALE_VALUE,
    FROZEN,
    SKEW,
    SILENT
  }

  /** What each kind of failure looks like after a source has read it. */
  private static @Nullable Reading failing(
      Outage outage, Instant now, Instant begin, double truth) {
    return switch (outage) {
      case DOWN -> new Reading.Down("connection refused");
      case HUNG -> new Reading.Down("no answer within 5s");
      case GARBAGE -> new Reading.Down("no JSON");
      case EMPTY -> new Reading.NoData("an empty result");
      case NAN -> new Reading.NoData("NaN");
      case STALE_VALUE -> new Reading.Value(now.minusSeconds(600), truth);
      case FROZEN -> new Reading.Value(begin, truth);
      case SKEW -> new Reading.Value(now.plusSeconds(900), truth);
      case SILENT -> null;
    };
  }

  @Test
  void noOutageRollsBack() {
    Map<Outage, Integer> seen = new EnumMap<>(Outage.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Condition condition =
          ConditionReader.parse(CONDITIONS.get(random.nextInt(CONDITIONS.size())));
      Outage outage = Outage.values()[random.nextInt(Outage.values().length)];
      boolean mixed = random.nextInt(4) == 0;
      TriggerWatch watch = new TriggerWatch(condition, LIMITS);
      Instant now = START;
      int healthy = random.nextInt(20);
      for (int i = 0; i < healthy; i++) {
        now = now.plusSeconds(INTERVAL);
        Verdict before = take(watch, now, new Reading.Value(now, 0.01 + random.nextDouble() / 1e3));
        assertThat(before).as("seed " + seed).isInstanceOf(Verdict.Healthy.class);
      }
      Instant lastGood = healthy == 0 ? Instant.MIN : now;
      Instant begin = now;
      for (int i = 0; i < 60; i++) {
        now = now.plusSeconds(INTERVAL);
        Outage kind = mixed ? Outage.values()[random.nextInt(Outage.values().length)] : outage;
        seen.merge(kind, 1, Integer::sum);
        // meanwhile the system may be well or in ruins: nobody can see it
        Reading reading = failing(kind, now, begin, random.nextBoolean() ? 0.0 : 1.0);
        if (kind == Outage.FROZEN && healthy == 0) {
          reading = null;
        }
        Verdict verdict = take(watch, now, reading);
        String what = "seed " + seed + ", " + condition.words() + ", " + kind + ": " + verdict;
        assertThat(verdict).as(what).isNotInstanceOf(Verdict.Breached.class);
        if (healthy == 0 || Duration.between(lastGood, now).compareTo(STALE) > 0) {
          assertThat(verdict.blind()).as(what).isTrue();
        }
        if (!mixed && Duration.between(begin, now).compareTo(STALE) > 0) {
          assertThat(verdict).as(what).isInstanceOf(expected(outage, healthy));
        }
      }
      // and the way back to health is no breach either, but for a condition without a window
      for (int i = 0; i < 3; i++) {
        now = now.plusSeconds(INTERVAL);
        Verdict after = take(watch, now, new Reading.Value(now, 0.01 + i / 1e4));
        assertThat(after).as("seed " + seed).isInstanceOf(Verdict.Healthy.class);
      }
    }
    assertThat(seen).hasSize(Outage.values().length);
  }

  private static Class<? extends Verdict> expected(Outage outage, int healthy) {
    return switch (outage) {
      case DOWN, HUNG, GARBAGE -> Verdict.SourceDown.class;
      case EMPTY, NAN -> Verdict.NoData.class;
      case STALE_VALUE, SKEW -> Verdict.Stale.class;
      case FROZEN, SILENT -> healthy == 0 ? Verdict.NoData.class : Verdict.Stale.class;
    };
  }

  /** A breach that goes on must fire, whatever single polls are lost on the way. */
  @Test
  void noBreachIsMissed() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      int window = 1 + random.nextInt(20);
      Condition condition =
          ConditionReader.parse(
              (random.nextBoolean() ? "error_rate > baseline * 5" : "not error_rate <= 5%")
                      .replace("not error_rate <= 5%", "(not error_rate <= 5%)")
                  + " for "
                  + window
                  + " minutes");
      TriggerWatch watch = new TriggerWatch(condition, LIMITS);
      Instant now = START;
      for (int i = random.nextInt(30); i > 0; i--) {
        now = now.plusMillis(INTERVAL * 1000 + random.nextInt(500));
        Verdict before = take(watch, now, new Reading.Value(now, random.nextDouble() * 0.05));
        assertThat(before).isInstanceOf(Verdict.Healthy.class);
      }
      Instant firstBad = null;
      boolean lostLast = false;
      Verdict verdict = new Verdict.Healthy("");
      while (!(verdict instanceof Verdict.Breached)) {
        now = now.plusMillis(INTERVAL * 1000 + random.nextInt(500));
        boolean lost = firstBad != null && !lostLast && random.nextInt(10) == 0;
        firstBad = firstBad == null ? now : firstBad;
        Reading bad = new Reading.Value(now, 0.06 + random.nextDouble());
        verdict = take(watch, now, lost ? new Reading.Down("reset") : bad);
        lostLast = lost;
        Duration since = Duration.between(firstBad, now);
        assertThat(since)
            .as("seed %s, %s: %s", seed, condition.words(), verdict)
            .isLessThanOrEqualTo(
                Duration.ofMinutes(window).plusSeconds(2L * INTERVAL).plusMillis(1_000));
        if (verdict instanceof Verdict.Breached breached) {
          assertThat(since).isGreaterThanOrEqualTo(Duration.ofMinutes(window));
          assertThat(breached.lasted()).isEqualTo(since);
        }
      }
    }
  }

  private static Verdict take(TriggerWatch watch, Instant now, @Nullable Reading reading) {
    return watch.take(now, reading == null ? Map.of() : Map.of("error_rate", reading), BASELINES);
  }
}
