package dev.ripcord.migration;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured, and how.
 *
 * @param window over what a baseline is measured
 * @param prometheus what is asked where a metric names no server of its own
 * @param metrics by name: those of the file in its order, then the built-in ones
 */
public record Watch(
    Pace pace, Window window, Optional<Measure.Server> prometheus, Map<String, Metric> metrics) {
  public Watch {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * How sources are asked, unless a metric says otherwise.
   *
   * @param interval how often
   * @param timeout how long an answer may take
   * @param staleAfter the age from which a value counts no more
   * @param minimumSamples the fewest values that a breach through a window needs
   */
  public record Pace(Duration interval, Duration timeout, Duration staleAfter, int minimumSamples) {
    static final Pace DEFAULT =
        new Pace(Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofSeconds(60), 3);
  }

  /**
   * @param minimumSamples the fewest values that make a baseline
   */
  public record Window(Duration over, int minimumSamples) {
    static final Window DEFAULT = new Window(Duration.ofMinutes(10), 20);
  }

  /** What holds where a file says nothing: only the built-in metrics are there. */
  public static Watch byDefault() {
    return new Watch(
        Pace.DEFAULT, Window.DEFAULT, Optional.empty(), MetricsReader.builtIns(Pace.DEFAULT));
  }

  /** The metric of this name, if somebody measures it. */
  public Optional<Metric> metric(String name) {
    return Optional.ofNullable(metrics.get(name));
  }

  /** Whether somebody measures this. */
  public boolean measures(String metric) {
    return metrics.containsKey(metric);
  }
}
