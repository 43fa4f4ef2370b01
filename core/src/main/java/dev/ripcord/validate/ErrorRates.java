package dev.ripcord.validate;

import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;

/** Metrics of errors against their baselines. */
final class ErrorRates implements Item {
  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "Confirm error rates are within normal parameters";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    new Rates(
            "an error rate",
            ErrorRates::tellsErrors,
            scene.subject().thresholds().service().errorRate())
        .look(scene, notes);
  }

  private static boolean tellsErrors(Metric metric) {
    return metric.measure() instanceof Measure.Probe probe
        ? probe.of() == Measure.Of.ERROR_RATE
        : metric.name().contains("error");
  }
}
