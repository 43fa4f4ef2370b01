package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.trigger.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Several conditions joined by {@code and} or by {@code or}. */
final class Joining extends Judge {
  private final boolean all;
  private final List<Judge> parts;

  private Joining(boolean all, List<Judge> parts) {
    this.all = all;
    this.parts = parts;
  }

  static Joining all(Condition.And condition, Map<String, Sight> sights, int minimumSamples) {
    return new Joining(true, parts(condition, sights, minimumSamples));
  }

  static Joining any(Condition.Or condition, Map<String, Sight> sights, int minimumSamples) {
    return new Joining(false, parts(condition, sights, minimumSamples));
  }

  private static List<Judge> parts(Condition whole, Map<String, Sight> sights, int samples) {
    return whole.parts().stream().map(part -> of(part, sights, samples)).toList();
  }

  @Override
  protected Judged judge(Instant now, Map<String, Baseline> baselines) {
    Truth present = all ? Truth.TRUE : Truth.FALSE;
    Truth through = present;
    Verdict cause = null;
    for (Judge part : parts) {
      Judged each = part.look(now, baselines);
      present = all ? present.and(each.now()) : present.or(each.now());
      through = all ? through.and(each.through()) : through.or(each.through());
      cause = Judged.worse(cause, each.cause());
    }
    return new Judged(present, through, cause);
  }

  @Override
  boolean news() {
    return parts.stream().anyMatch(Judge::news);
  }

  @Override
  String detail() {
    StringJoiner text = new StringJoiner(all ? "; and " : "; or ");
    for (Judge part : parts) {
      if (part.last() != Truth.UNKNOWN) {
        text.add(part.detail());
      }
    }
    return text.toString();
  }

  @Override
  void measure(Meter meter) {
    parts.forEach(part -> part.measure(meter));
  }

  /** As long as all of them, or as the one that holds longest. */
  @Override
  Duration lasted() {
    List<Duration> times =
        parts.stream().filter(part -> part.last() == Truth.TRUE).map(Judge::lasted).toList();
    Comparator<Duration> order = Comparator.naturalOrder();
    return times.stream().max(all ? order.reversed() : order).orElse(Duration.ZERO);
  }
}
