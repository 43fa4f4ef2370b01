package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import java.time.Instant;
import java.util.Map;

/** The opposite of a condition; what is blind or idle stays so. */
final class Opposing extends Judge {
  private final Judge opposed;

  Opposing(Judge opposed) {
    this.opposed = opposed;
  }

  @Override
  protected Judged judge(Instant now, Map<String, Baseline> baselines) {
    Judged inner = opposed.look(now, baselines);
    return new Judged(inner.now().opposite(), inner.through().opposite(), inner.cause());
  }

  @Override
  boolean news() {
    return opposed.news();
  }

  @Override
  String detail() {
    return "not (" + opposed.detail() + ")";
  }

  @Override
  void measure(Meter meter) {
    opposed.measure(meter);
  }
}
