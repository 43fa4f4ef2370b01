package dev.ripcord.validate;

import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import java.util.stream.Stream;

/** Metrics of response times against their baselines. */
final class ResponseTimes implements Item {
  @Override
  public int number() {
    return 3;
  }

  @Override
  public String title() {
    return "Validate response times meet SLA requirements";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    new Rates(
            "a response time",
            ResponseTimes::tellsTime,
            scene.subject().thresholds().service().responseTime())
        .look(scene, notes);
  }

  private static boolean tellsTime(Metric metric) {
    return metric.measure() instanceof Measure.Probe probe
        ? probe.of() == Measure.Of.P95
        : Stream.of("response_time", "latency", "duration").anyMatch(metric.name()::contains);
  }
}
