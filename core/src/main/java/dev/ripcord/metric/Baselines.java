package dev.ripcord.metric;

import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures what is usual: from the past where a source knows it, else from readings as they come.
 * Not safe for use by several threads at once.
 */
public final class Baselines {
  private final Watch.Window window;
  private final Instant began;
  private final Map<String, Metric> metrics;
  private final Map<String, List<Double>> samples = new LinkedHashMap<>();
  private final Map<String, Instant> lastTaken = new LinkedHashMap<>();
  private final Map<String, String> troubles = new LinkedHashMap<>();

  private Baselines(Map<String, Metric> metrics, Watch.Window window, Instant began) {
    this.metrics = new LinkedHashMap<>(metrics);
    this.window = window;
    this.began = began;
  }

  /**
   * What came of it.
   *
   * @param problems in words: which metric has too few samples, and how many
   */
  public record Captured(List<Baseline> baselines, List<String> problems) {
    public Captured {
      baselines = List.copyOf(baselines);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Begins; asks those sources for their past that know it, one after the other, each within its
   * timeout.
   *
   * @param metrics those that need a baseline
   * @param histories of some of them
   */
  public static Baselines begin(
      Map<String, Metric> metrics,
      Watch.Window window,
      Map<String, History> histories,
      Instant now) {
    Baselines baselines = new Baselines(metrics, window, now);
    metrics.forEach(
        (name, metric) -> {
          History history = histories.get(name);
          List<Double> found = new ArrayList<>();
          baselines.samples.put(name, found);
          if (history != null) {
            switch (history.past(now.minus(window.over()), now, step(metric, window))) {
              case History.Past.Unknown it -> baselines.troubles.put(name, it.why());
              case History.Past.Values it -> it.values().forEach(value -> found.add(value.value()));
            }
          }
        });
    return baselines;
  }

  /** No closer than the interval, and no more points than a source gives at once. */
  private static Duration step(Metric metric, Watch.Window window) {
    Duration least = window.over().dividedBy(10_000);
    return metric.interval().compareTo(least) < 0 ? least : metric.interval();
  }

  /** Takes those values that are new; readings of other metrics are left alone. */
  public void take(Map<String, Reading> readings) {
    samples.forEach(
        (name, found) -> {
          switch (readings.get(name)) {
            case Reading.Value it -> {
              if (!it.at().equals(lastTaken.put(name, it.at()))) {
                found.add(it.value());
              }
            }
            case Reading.Idle it -> troubles.put(name, it.why());
            case Reading.NoData it -> troubles.put(name, it.why());
            case Reading.Down it -> troubles.put(name, it.why());
            case null -> {}
          }
        });
  }

  /** Whether waiting longer would bring nothing: the window is over, or the past told enough. */
  public boolean complete(Instant now) {
    return !now.isBefore(began.plus(window.over()))
        || samples.values().stream().allMatch(found -> found.size() >= window.minimumSamples());
  }

  /** The baselines as far as they are known. */
  public Captured captured() {
    List<Baseline> baselines = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    samples.forEach(
        (name, found) -> {
          if (found.size() >= window.minimumSamples()) {
            baselines.add(baseline(name, found));
          } else {
            problems.add(
                "%s has %d of the %d samples that a baseline over %s needs%s"
                    .formatted(
                        name,
                        found.size(),
                        window.minimumSamples(),
                        Words.seconds(window.over()),
                        Optional.ofNullable(troubles.get(name)).map(why -> ": " + why).orElse("")));
          }
        });
    return new Captured(baselines, problems);
  }

  private Baseline baseline(String name, List<Double> found) {
    double measured = median(found);
    Metric metric = metrics.get(name);
    double floor = metric == null ? measured : metric.floor().orElse(measured);
    return new Baseline(
        name, Math.max(measured, floor), measured, found.size(), window.over(), floor > measured);
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1) + (sorted.get(middle) - sorted.get(middle - 1)) / 2;
  }
}
