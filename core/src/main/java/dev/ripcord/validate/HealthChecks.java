package dev.ripcord.validate;

import dev.ripcord.metric.Knock;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** Each HTTP check and each probe of the migration is asked once. */
final class HealthChecks implements Item {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public String title() {
    return "Verify system is responding to health checks";
  }

  @Override
  public boolean settles() {
    return true;
  }

  @Override
  public void look(Scene scene, Notes notes) {
    int asked = 0;
    for (Check check : scene.subject().watched().checks()) {
      if (check instanceof Check.Http http) {
        asked++;
        judge(
            notes,
            http.url(),
            Knock.at(http, scene.around().secrets()),
            status -> status == http.status(),
            "HTTP " + http.status());
      }
    }
    Map<Measure.Target, Measure.Probe> probes = new LinkedHashMap<>();
    for (Metric metric : scene.subject().watched().metrics()) {
      if (metric.measure() instanceof Measure.Probe probe) {
        probes.putIfAbsent(probe.target(), probe);
      }
    }
    probes.forEach(
        (target, probe) ->
            judge(
                notes,
                Knock.shown(target),
                Knock.at(target, scene.around().secrets()),
                probe.expect()::contain,
                "HTTP " + probe.expect()));
    if (asked == 0 && probes.isEmpty()) {
      notes.open(
          "the migration has neither an HTTP check nor a probe: see that the system answers");
    }
  }

  private static void judge(
      Notes notes, String address, Knock.Heard heard, IntPredicate right, String expected) {
    switch (heard) {
      case Knock.Heard.Status it -> {
        notes.saw(
            "HTTP " + it.status() + " after " + Words.time(it.took()), expected, "GET " + address);
        if (!right.test(it.status())) {
          notes.failed(address + " answers " + it.status() + ", expected " + expected);
        }
      }
      case Knock.Heard.Silent it -> {
        notes.saw(it.why(), expected, "GET " + address);
        notes.failed(address + ": " + it.why());
      }
      case Knock.Heard.NotAsked it -> notes.open(address + " could not be asked: " + it.why());
    }
  }
}
