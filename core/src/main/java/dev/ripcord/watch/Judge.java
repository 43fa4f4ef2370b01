package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.trigger.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One part of a condition, with what must be remembered of it from poll to poll. */
abstract sealed class Judge permits Comparing, Trending, Holding, Opposing, Joining {
  private Truth last = Truth.UNKNOWN;
  private @Nullable Instant since;
  private Duration lasted = Duration.ZERO;

  static Judge of(Condition condition, Map<String, Sight> sights, int minimumSamples) {
    return switch (condition) {
      case Condition.Comparison it -> new Comparing(it, sights);
      case Condition.Trend it -> new Trending(it, sight(sights, it.metric()), minimumSamples);
      case Condition.Held it ->
          new Holding(it, of(it.condition(), sights, minimumSamples), minimumSamples);
      case Condition.Not it -> new Opposing(of(it.condition(), sights, minimumSamples));
      case Condition.And it -> Joining.all(it, sights, minimumSamples);
      case Condition.Or it -> Joining.any(it, sights, minimumSamples);
    };
  }

  static Sight sight(Map<String, Sight> sights, String metric) {
    Sight sight = sights.get(metric);
    if (sight == null) {
      throw new IllegalStateException("nobody looks at " + metric);
    }
    return sight;
  }

  /** Judges one poll; every part sees every poll. */
  final Judged look(Instant now, Map<String, Baseline> baselines) {
    Judged judged = judge(now, baselines);
    last = judged.now();
    if (last != Truth.TRUE) {
      since = null;
    } else if (since == null || judged.through() != Truth.TRUE) {
      since = now;
    }
    lasted = since == null ? Duration.ZERO : Duration.between(since, now);
    return judged;
  }

  protected abstract Judged judge(Instant now, Map<String, Baseline> baselines);

  /** Whether the last poll brought it a new sample. */
  abstract boolean news();

  /** Values, thresholds and times at the last poll. */
  abstract String detail();

  /** Shows how near it came at the last poll. */
  abstract void measure(Meter meter);

  /** How long it was seen to hold, up to the last poll. */
  Duration lasted() {
    return lasted;
  }

  final Truth last() {
    return last;
  }
}
