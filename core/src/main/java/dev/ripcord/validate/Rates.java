package dev.ripcord.validate;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Metrics that must come back to a multiple of what was usual before the first change. */
final class Rates {
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final String what;
  private final Predicate<Metric> which;
  private final double times;

  /**
   * @param what they tell, in words
   * @param times the most, in multiples of the baseline
   */
  Rates(String what, Predicate<Metric> which, double times) {
    this.what = what;
    this.which = which;
    this.times = times;
  }

  void look(Scene scene, Notes notes) {
    List<Metric> metrics = scene.subject().watched().metrics().stream().filter(which).toList();
    if (metrics.isEmpty()) {
      notes.open("no trigger watches " + what + ": compare it with what is usual");
    }
    for (Metric metric : metrics) {
      Optional<Baseline> baseline =
          scene.subject().watched().baselines().stream()
              .filter(each -> each.metric().equals(metric.name()))
              .findFirst();
      if (baseline.isEmpty()) {
        notes.open("the journal has no baseline of " + metric.name());
      } else {
        judge(scene, notes, metric, baseline.get());
      }
    }
  }

  private void judge(Scene scene, Notes notes, Metric metric, Baseline baseline) {
    double most = baseline.value() * times;
    Duration pause =
        metric.interval().compareTo(LONGEST) > 0
            ? LONGEST
            : metric.interval().compareTo(SHORTEST) < 0 ? SHORTEST : metric.interval();
    Reading reading;
    do {
      reading = scene.sources().of(metric.name()).read(scene.now());
    } while (!within(reading, most) && scene.rested(pause));
    String threshold =
        "at most %s: %s times the baseline %s"
            .formatted(Words.number(most), Words.number(times), Words.number(baseline.value()));
    String source = source(metric);
    switch (reading) {
      case Reading.Value it -> {
        notes.saw(metric.name() + " is " + Words.number(it.value()), threshold, source);
        if (it.value() > most) {
          notes.failed(
              "%s is %s, %s".formatted(metric.name(), Words.number(it.value()), threshold));
        }
      }
      case Reading.Idle it -> notes.open(metric.name() + " measures nothing: " + it.why());
      case Reading.NoData it -> notes.open(metric.name() + " has no value: " + it.why());
      case Reading.Down it -> notes.open(metric.name() + " cannot be seen: " + it.why());
    }
  }

  private static boolean within(Reading reading, double most) {
    return reading instanceof Reading.Idle
        || (reading instanceof Reading.Value value && value.value() <= most);
  }

  /** Where a metric comes from, without what may be secret. */
  static String source(Metric metric) {
    return switch (metric.measure()) {
      case Measure.Prometheus it -> it.query();
      case Measure.Probe it -> "GET " + dev.ripcord.metric.Knock.shown(it.target());
      case Measure.Sql it -> it.query();
      case Measure.Known it -> "ripcord's own " + it.what().word();
    };
  }
}
