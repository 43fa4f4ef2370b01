package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.migration.Trigger;
import dev.ripcord.trigger.Condition;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Judges one condition, poll by poll. Its memory does not grow with time. One thread at a time.
 *
 * <p>What windows, gaps, blindness and flapping mean is written in {@code docs/triggers.md}.
 */
public final class TriggerWatch {
  private final Condition condition;
  private final Map<String, Sight> sights = new HashMap<>();
  private final Judge root;

  public TriggerWatch(Condition condition, Limits limits) {
    this.condition = condition;
    for (String metric : condition.metrics()) {
      sights.put(metric, new Sight(metric, limits.staleAfter(metric)));
    }
    this.root = Judge.of(condition, sights, limits.minimumSamples());
  }

  public TriggerWatch(Trigger trigger, Limits limits) {
    this(trigger.parsed(), limits);
  }

  /**
   * What the trigger says now.
   *
   * @param now by our clock
   * @param readings of the metrics whose source answered, or failed to, since the last call; a
   *     metric that was not asked since is absent
   * @param baselines those that were measured
   */
  public Verdict take(Instant now, Map<String, Reading> readings, Map<String, Baseline> baselines) {
    sights.forEach((metric, sight) -> sight.look(now, readings.get(metric)));
    Judged judged = root.look(now, baselines);
    return switch (judged.now()) {
      case TRUE -> new Verdict.Breached(root.lasted(), root.detail());
      case FALSE, NEITHER -> new Verdict.Healthy(root.detail());
      case UNKNOWN ->
          judged.cause() == null ? new Verdict.NoData(condition.words()) : judged.cause();
    };
  }

  /** What it judges. */
  public Condition condition() {
    return condition;
  }

  void measure(Meter meter) {
    root.measure(meter);
  }
}
