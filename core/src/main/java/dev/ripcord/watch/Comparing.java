package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.Quantity;
import dev.ripcord.trigger.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Two quantities compared: the newest fresh values decide. */
final class Comparing extends Judge {
  private final Condition.Comparison condition;
  private final List<Sight> seen;
  private final Map<String, Sight> sights;
  private final List<String> needed;
  private Map<String, Baseline> baselines = Map.of();
  private double left;
  private double right;
  private boolean known;
  private @Nullable String idle;

  Comparing(Condition.Comparison condition, Map<String, Sight> sights) {
    this.condition = condition;
    this.sights = sights;
    this.seen = condition.metrics().stream().map(metric -> sight(sights, metric)).toList();
    this.needed = List.copyOf(condition.baselines());
  }

  @Override
  protected Judged judge(Instant now, Map<String, Baseline> measured) {
    known = false;
    idle = null;
    baselines = measured;
    Verdict blind = null;
    for (String metric : needed) {
      if (!measured.containsKey(metric)) {
        blind = new Verdict.NoData("no baseline of " + metric + " was measured");
      }
    }
    boolean gapped = false;
    for (Sight sight : seen) {
      blind = Judged.worse(blind, sight.blind());
      idle = idle == null ? sight.idle() : idle;
      gapped |= sight.gapped();
    }
    if (blind != null) {
      return Judged.blind(blind);
    }
    if (idle != null) {
      return Judged.seen(Truth.NEITHER, gapped);
    }
    left = value(condition.left());
    right = value(condition.right());
    if (!Double.isFinite(left) || !Double.isFinite(right)) {
      return Judged.blind(
          new Verdict.NoData(condition.words() + ": a division by zero, or no finite number"));
    }
    known = true;
    boolean holds = condition.operator().holds(left, right);
    return Judged.seen(holds ? Truth.TRUE : Truth.FALSE, gapped);
  }

  private double value(Quantity quantity) {
    return switch (quantity) {
      case Quantity.Amount it -> it.value();
      case Quantity.Metric it -> sight(sights, it.name()).value();
      case Quantity.BaselineOf it -> baseline(it.metric()).value();
      case Quantity.Negative it -> -value(it.quantity());
      case Quantity.Arithmetic it -> it.sign().of(value(it.left()), value(it.right()));
    };
  }

  private Baseline baseline(String metric) {
    Baseline baseline = baselines.get(metric);
    if (baseline == null) {
      throw new IllegalStateException("no baseline of " + metric);
    }
    return baseline;
  }

  @Override
  boolean news() {
    for (Sight sight : seen) {
      if (sight.news()) {
        return true;
      }
    }
    return false;
  }

  @Override
  String detail() {
    if (!known) {
      return idle == null ? condition.words() : idle;
    }
    Unit unit = condition.right() instanceof Quantity.Amount it ? it.unit() : Unit.NONE;
    StringBuilder text = new StringBuilder(80);
    text.append(
            condition.left() instanceof Quantity.Metric it ? it.name() : condition.left().words())
        .append(" = ")
        .append(Figures.of(left, unit))
        .append(", threshold ")
        .append(condition.operator().sign())
        .append(' ')
        .append(Figures.of(right, unit));
    for (String metric : needed) {
      Baseline baseline = baseline(metric);
      text.append(", baseline ")
          .append(needed.size() == 1 ? "" : "of " + metric + " ")
          .append(Figures.of(baseline.value(), Unit.NONE))
          .append(baseline.floored() ? " (its floor)" : "");
    }
    return text.toString();
  }

  @Override
  void measure(Meter meter) {
    if (known) {
      meter.compared(condition, left, right);
    }
  }
}
