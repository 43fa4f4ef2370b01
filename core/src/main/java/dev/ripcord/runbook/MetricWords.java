package dev.ripcord.runbook;

import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Trigger;
import dev.ripcord.migration.Watch;
import dev.ripcord.trigger.Condition;
import java.util.ArrayList;
import java.util.List;

/** How the metrics of a trigger are measured, for whoever wants to look for themselves. */
final class MetricWords {
  private MetricWords() {}

  /** One line per metric. */
  static List<String> of(Trigger trigger, Watch watch) {
    Condition condition = trigger.parsed();
    List<String> lines = new ArrayList<>();
    for (String name : trigger.needs()) {
      Metric metric = watch.metrics().get(name);
      lines.add(
          metric == null
              ? name + " is not measured: metrics has no " + name + ", so this trigger never fires"
              : name
                  + " "
                  + source(metric.measure())
                  + ", every "
                  + Words.duration(metric.interval())
                  + (condition.baselines().contains(name) ? baseline(metric, watch) : ""));
    }
    return lines;
  }

  private static String source(Measure measure) {
    return switch (measure) {
      case Measure.Prometheus it ->
          "by Prometheus at " + it.server().url().text() + ": " + it.query();
      case Measure.Probe it ->
          "by requests to "
              + it.target().url().text()
              + ": "
              + it.of().word()
              + " of the last "
              + Words.duration(it.over());
      case Measure.Sql it -> "by SQL: " + it.query();
      case Measure.Known it -> "by ripcord, in the database";
    };
  }

  private static String baseline(Metric metric, Watch watch) {
    return "; its baseline is the median over "
        + Words.duration(watch.window().over())
        + " before the first change, of at least "
        + watch.window().minimumSamples()
        + " samples"
        + (metric.floor().isPresent() ? ", and no less than " + metric.floor().getAsDouble() : "");
  }
}
