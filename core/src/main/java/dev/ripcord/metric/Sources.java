package dev.ripcord.metric;

import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sources of some metrics, open. Probes run from the start. */
public final class Sources implements AutoCloseable {
  private final Map<String, Guarded> sources = new LinkedHashMap<>();
  private final Map<String, History> histories = new HashMap<>();
  private final Map<Measure.Target, Prober> probers = new HashMap<>();

  private Sources() {}

  /**
   * Opens them. What cannot be reached says so in its readings, not here.
   *
   * @param metrics only these are asked for: whoever measures what nobody needs disturbs
   */
  public static Sources open(Collection<Metric> metrics, Surroundings in) {
    Sources opened = new Sources();
    for (Metric metric : metrics) {
      Source source = opened.source(metric, in);
      if (source instanceof History history) {
        opened.histories.put(metric.name(), history);
      }
      opened.sources.put(metric.name(), new Guarded(metric.name(), source, metric.timeout()));
    }
    opened.probers.values().forEach(Prober::start);
    return opened;
  }

  private Source source(Metric metric, Surroundings in) {
    return switch (metric.measure()) {
      case Measure.Prometheus it -> new PrometheusSource(it, metric, in);
      case Measure.Probe it -> new ProbeSource(it, prober(it, in));
      case Measure.Sql it -> SqlSource.of(it.query(), metric.timeout(), in);
      case Measure.Known it -> KnownSources.of(it.what(), metric.timeout(), in);
    };
  }

  private Prober prober(Measure.Probe probe, Surroundings in) {
    Prober prober = probers.computeIfAbsent(probe.target(), target -> new Prober(target, in));
    prober.keep(probe.over());
    return prober;
  }

  /** By metric. */
  public Map<String, Source> all() {
    return Map.copyOf(sources);
  }

  /**
   * The source of one metric.
   *
   * @throws IllegalArgumentException if it was not opened
   */
  public Source of(String metric) {
    Source source = sources.get(metric);
    if (source == null) {
      throw new IllegalArgumentException("no source of " + metric + " is open");
    }
    return source;
  }

  /** By metric; only those that know their past. */
  public Map<String, History> histories() {
    return Map.copyOf(histories);
  }

  @Override
  public void close() {
    probers.values().forEach(Prober::close);
    sources.values().forEach(Guarded::close);
  }
}
