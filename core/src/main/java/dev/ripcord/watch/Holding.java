package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.trigger.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A condition that must be seen to hold for a time: any poll that does not say so begins anew. */
final class Holding extends Judge {
  private final Condition.Held condition;
  private final Judge held;
  private final int minimumSamples;
  private final Stretch stretch = new Stretch();
  private final Stretch watched = new Stretch();

  Holding(Condition.Held condition, Judge held, int minimumSamples) {
    this.condition = condition;
    this.held = held;
    this.minimumSamples = minimumSamples;
  }

  @Override
  protected Judged judge(Instant now, Map<String, Baseline> baselines) {
    Judged inner = held.look(now, baselines);
    if (inner.through() != Truth.TRUE) {
      stretch.end();
    }
    if (inner.through() != Truth.TRUE && inner.through() != Truth.FALSE) {
      watched.end();
    }
    if (inner.now() == Truth.UNKNOWN || inner.now() == Truth.NEITHER) {
      return inner;
    }
    watched.add(now, held.news());
    if (inner.now() == Truth.FALSE) {
      return inner;
    }
    stretch.add(now, held.news());
    return new Judged(truth(), inner.through() == Truth.TRUE ? truth() : Truth.UNKNOWN, null);
  }

  private Truth truth() {
    if (stretch.fills(condition.over(), minimumSamples)) {
      return Truth.TRUE;
    }
    return watched.fills(condition.over(), minimumSamples) ? Truth.FALSE : Truth.NEITHER;
  }

  @Override
  boolean news() {
    return held.news();
  }

  @Override
  String detail() {
    if (!stretch.open() || last() == Truth.TRUE) {
      return held.detail();
    }
    return progress(stretch, condition.over(), minimumSamples) + ": " + held.detail();
  }

  static String progress(Stretch stretch, Duration over, int minimumSamples) {
    String span = stretch.span().isZero() ? "just now" : "for " + Condition.words(stretch.span());
    return "breached "
        + span
        + " of "
        + Condition.words(over)
        + (stretch.samples() < minimumSamples
            ? " on " + stretch.samples() + " of " + minimumSamples + " samples"
            : "");
  }

  @Override
  void measure(Meter meter) {
    held.measure(meter);
    meter.held(condition, stretch.span(), condition.over());
  }

  @Override
  Duration lasted() {
    return stretch.span();
  }
}
