package dev.ripcord.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.RandomConditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The evaluation keeps next to nothing, the oracle everything; they say the same. */
class AgainstOracleTest {
  private static final int HISTORIES = 12_000;
  private static final int POLLS = 40;
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final List<String> METRICS = List.of("a", "b", "c");
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(150));

  @Test
  void saysWhatAllSamplesSay() {
    Map<Oracle.Answer, Integer> seen = new EnumMap<>(Oracle.Answer.class);
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      Condition condition =
          new RandomConditions(random, METRICS, WINDOWS).condition(random.nextInt(4));
      Limits limits =
          new Limits(
              Duration.ofSeconds(60), 1 + random.nextInt(4), Map.of("b", Duration.ofSeconds(20)));
      Map<String, Baseline> baselines = baselines(random);
      List<Poll> polls = polls(random);
      TriggerWatch watch = new TriggerWatch(condition, limits);
      Oracle oracle = new Oracle(polls, limits, baselines);
      for (int i = 0; i < polls.size(); i++) {
        Verdict verdict = watch.take(polls.get(i).now(), polls.get(i).readings(), baselines);
        Oracle.Answer answer = oracle.answer(condition, i);
        seen.merge(answer, 1, Integer::sum);
        assertThat(kind(verdict))
            .as("seed %s, poll %s of %s: %s", seed, i, condition.words(), verdict)
            .isEqualTo(kind(answer));
        assertThat(verdict.detail()).isNotBlank();
      }
    }
    for (Oracle.Answer answer : Oracle.Answer.values()) {
      assertThat(seen.getOrDefault(answer, 0)).as(answer.name()).isGreaterThan(1_000);
    }
  }

  private static Class<?> kind(Verdict verdict) {
    return verdict.getClass();
  }

  private static Class<?> kind(Oracle.Answer answer) {
    return switch (answer) {
      case TRUE -> Verdict.Breached.class;
      case FALSE, NEITHER -> Verdict.Healthy.class;
      case NO_DATA -> Verdict.NoData.class;
      case STALE -> Verdict.Stale.class;
      case DOWN -> Verdict.SourceDown.class;
    };
  }

  private static Map<String, Baseline> baselines(Random random) {
    Map<String, Baseline> baselines = new HashMap<>();
    for (String metric : METRICS) {
      if (random.nextInt(8) > 0) {
        baselines.put(
            metric, new Baseline(metric, random.nextInt(3), 0, 20, Duration.ofMinutes(10), false));
      }
    }
    return baselines;
  }

  private static List<Poll> polls(Random random) {
    List<Poll> polls = new ArrayList<>();
    Instant now = START;
    int trouble = random.nextInt(4) * 6;
    int range = 1 + random.nextInt(3);
    Map<String, Instant> last = new HashMap<>();
    for (int i = 0; i < POLLS; i++) {
      now =
          now.plusSeconds(
              switch (random.nextInt(40)) {
                case 0 -> 61 + random.nextInt(200);
                case 1 -> -random.nextInt(90);
                case 2 -> 0;
                default -> 15;
              });
      Map<String, Reading> readings = new HashMap<>();
      for (String metric : METRICS) {
        Reading reading = reading(random, now, trouble, range, last.getOrDefault(metric, now));
        if (reading != null) {
          readings.put(metric, reading);
        }
        if (reading instanceof Reading.Value value) {
          last.put(metric, value.at());
        }
      }
      polls.add(new Poll(now, readings));
    }
    return polls;
  }

  private static @Nullable Reading reading(
      Random random, Instant now, int trouble, int range, Instant last) {
    double value = random.nextInt(range) + 1.0;
    if (random.nextInt(100) >= 4 * trouble) {
      return new Reading.Value(now, value);
    }
    return switch (random.nextInt(9)) {
      case 0 -> new Reading.Down("refused");
      case 1 -> new Reading.NoData("NaN");
      case 2 -> new Reading.Idle("at a gate");
      case 3 -> new Reading.Value(last, value);
      case 4 -> new Reading.Value(now.minusSeconds(random.nextInt(120)), value);
      case 5 -> new Reading.Value(now.plusSeconds(random.nextInt(120)), value);
      case 6, 7 -> new Reading.Value(now, value);
      default -> null;
    };
  }
}
