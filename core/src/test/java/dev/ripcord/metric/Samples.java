package dev.ripcord.metric;

import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Statuses;
import dev.ripcord.migration.Template;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Metrics and surroundings for tests. */
final class Samples {
  static final Duration TIMEOUT = Duration.ofMillis(700);

  /** What a reading may take at most on a busy machine. */
  static final Duration BOUND = TIMEOUT.plusSeconds(2);

  private Samples() {}

  static Metric metric(String name, Measure measure) {
    return new Metric(
        name,
        measure,
        Duration.ofMillis(100),
        TIMEOUT,
        Duration.ofSeconds(60),
        3,
        OptionalDouble.empty());
  }

  static Measure.Prometheus query(String url, String query) {
    return new Measure.Prometheus(new Measure.Server(new Template(url), Map.of()), query);
  }

  static Measure.Probe probe(String url, Measure.Of of, Duration over) {
    return new Measure.Probe(
        new Measure.Target(new Template(url), Map.of(), Duration.ofMillis(50), TIMEOUT),
        of,
        over,
        Statuses.SUCCESS);
  }

  static Surroundings surroundings() {
    return surroundings(DatabaseUrl.parse("postgres://nobody@127.0.0.1:1/none"), Map.of());
  }

  static Surroundings surroundings(DatabaseUrl url, Map<String, String> environment) {
    return new Surroundings(url, new Secrets(environment), List.of(), Clock.systemUTC());
  }

  static Guarded guarded(Metric metric) {
    return guarded(metric, surroundings());
  }

  static Guarded guarded(Metric metric, Surroundings in) {
    return (Guarded) Sources.open(List.of(metric), in).of(metric.name());
  }
}
