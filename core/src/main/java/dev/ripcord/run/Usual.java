package dev.ripcord.run;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Baselines;
import dev.ripcord.metric.Reading;
import dev.ripcord.metric.Sources;
import dev.ripcord.migration.Metric;
import dev.ripcord.vigil.Orders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Measures what is usual, once, before anything is changed. */
final class Usual {
  private final Orders orders;
  private final Sources sources;
  private final InstantSource clock;

  Usual(Orders orders, Sources sources, InstantSource clock) {
    this.orders = orders;
    this.sources = sources;
    this.clock = clock;
  }

  /** The metrics whose baseline some trigger needs and nobody has measured. */
  Map<String, Metric> missing(Collection<Baseline> known) {
    Map<String, Metric> missing = new LinkedHashMap<>();
    for (String name : orders.baselines()) {
      Metric metric = orders.watch().metrics().get(name);
      if (metric != null && known.stream().noneMatch(each -> each.metric().equals(name))) {
        missing.put(name, metric);
      }
    }
    return missing;
  }

  /** What was usual at a moment that is past, as far as a source knows it. */
  Baselines.Captured before(Map<String, Metric> metrics, Instant moment) {
    return Baselines.begin(metrics, orders.watch().window(), sources.histories(), moment)
        .captured();
  }

  /**
   * Measures their baselines: from the past where a source knows it, else until there is enough.
   *
   * @param readings the newest ones
   * @param rested rests between two looks, and says whether to go on
   */
  Baselines.Captured measure(
      Map<String, Metric> metrics,
      Supplier<Map<String, Reading>> readings,
      BooleanSupplier rested) {
    Baselines baselines =
        Baselines.begin(metrics, orders.watch().window(), sources.histories(), clock.instant());
    while (!baselines.complete(clock.instant()) && rested.getAsBoolean()) {
      baselines.take(readings.get());
    }
    return baselines.captured();
  }
}
