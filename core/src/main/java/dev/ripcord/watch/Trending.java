package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How one metric goes: a sample that goes another way begins a new stretch. */
final class Trending extends Judge {
  private final Condition.Trend condition;
  private final Sight sight;
  private final int minimumSamples;
  private final Stretch stretch = new Stretch();
  private final Stretch watched = new Stretch();
  private double first;
  private double newest;

  Trending(Condition.Trend condition, Sight sight, int minimumSamples) {
    this.condition = condition;
    this.sight = sight;
    this.minimumSamples = minimumSamples;
  }

  @Override
  protected Judged judge(Instant now, Map<String, Baseline> baselines) {
    Verdict blind = sight.blind();
    if (blind != null || sight.idle() != null || sight.gapped()) {
      stretch.end();
      watched.end();
    }
    if (blind != null) {
      return Judged.blind(blind);
    }
    if (sight.idle() != null) {
      return Judged.seen(Truth.NEITHER, sight.gapped());
    }
    if (sight.news()) {
      double value = sight.value();
      if (!stretch.open() || !goesOn(newest, value)) {
        stretch.end();
        first = value;
      }
      newest = value;
      stretch.add(now, true);
      watched.add(now, true);
    }
    return Judged.seen(truth(), sight.gapped());
  }

  private Truth truth() {
    if (arrived() && stretch.fills(condition.over(), minimumSamples)) {
      return Truth.TRUE;
    }
    return watched.fills(condition.over(), minimumSamples) ? Truth.FALSE : Truth.NEITHER;
  }

  private boolean goesOn(double before, double value) {
    return switch (condition.direction()) {
      case UNCHANGED -> value == before;
      case INCREASING -> value >= before;
      case DECREASING -> value <= before;
    };
  }

  private boolean arrived() {
    return switch (condition.direction()) {
      case UNCHANGED -> true;
      case INCREASING -> newest > first;
      case DECREASING -> newest < first;
    };
  }

  @Override
  boolean news() {
    return sight.news();
  }

  @Override
  String detail() {
    String idle = sight.idle();
    if (idle != null || !stretch.open()) {
      return idle == null ? condition.words() : idle;
    }
    boolean still = condition.direction() == Condition.Direction.UNCHANGED;
    return condition.metric()
        + (still ? " unchanged at " : " from " + Figures.of(first, Unit.NONE) + " to ")
        + Figures.of(newest, Unit.NONE)
        + " for "
        + Condition.words(stretch.span())
        + " of "
        + Condition.words(condition.over());
  }

  @Override
  void measure(Meter meter) {
    if (arrived()) {
      meter.held(condition, stretch.span(), condition.over());
    }
  }

  @Override
  Duration lasted() {
    return stretch.span();
  }
}
