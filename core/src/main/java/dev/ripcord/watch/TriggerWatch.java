package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.Condition;
import java.time.Instant;
import java.util.Map;

/** Judges one condition, poll by poll. Not thread-safe; its memory does not grow. */
public final class TriggerWatch {
  private final Condition condition;
  private final Limits limits;

  public TriggerWatch(Condition condition, Limits limits) {
    this.condition = condition;
    this.limits = limits;
  }

  /**
   * What the trigger says now.
   *
   * @param now by our clock, never before the last
   * @param readings of the metrics that were asked since the last call; others may be absent
   * @param baselines those that were measured
   */
  public Verdict take(Instant now, Map<String, Reading> readings, Map<String, Baseline> baselines) {
    throw new UnsupportedOperationException(
        condition.words() + limits + now + readings + baselines);
  }
}
