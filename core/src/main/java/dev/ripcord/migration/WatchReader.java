package dev.ripcord.migration;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads how the migration is watched. */
final class WatchReader {
  static final Duration SHORTEST = Duration.ofMillis(50);

  private WatchReader() {}

  /** Both sections together: a metric takes from {@code watch} what it leaves out. */
  static Watch read(Values values, Optional<Node> watch, Optional<Node> metrics) {
    Watch base = watch.map(node -> watch(values, node)).orElseGet(Watch::byDefault);
    Map<String, Metric> found =
        metrics
            .map(node -> new MetricsReader(values, base).read(node))
            .orElseGet(() -> MetricsReader.builtIns(base.pace()));
    return new Watch(base.pace(), base.window(), base.prometheus(), found);
  }

  private static Watch watch(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.WATCH);
    Watch.Pace pace = pace(in, Watch.Pace.DEFAULT);
    Watch.Window window =
        in.node("baseline").map(found -> window(values, found)).orElse(Watch.Window.DEFAULT);
    Optional<Measure.Server> server = in.node("prometheus").flatMap(found -> server(values, found));
    return new Watch(pace, window, server, Map.of());
  }

  /** The four keys that {@code watch} and each metric have. */
  static Watch.Pace pace(Mapping in, Watch.Pace base) {
    Duration interval = atLeast(in, "interval", SHORTEST).orElse(base.interval());
    Duration timeout = atLeast(in, "timeout", SHORTEST).orElse(base.timeout());
    Duration needed = interval.plus(timeout);
    Optional<Duration> stale = atLeast(in, "stale_after", SHORTEST);
    if (stale.isPresent() && stale.get().compareTo(interval) < 0) {
      in.values()
          .refuse(
              in.node("stale_after").orElseThrow(),
              "stale_after is shorter than the interval of " + Durations.brief(interval),
              "at least " + Durations.brief(needed) + ", the interval and the timeout");
    }
    Duration inherited =
        base.staleAfter().compareTo(needed) < 0 ? needed.plus(interval) : base.staleAfter();
    return new Watch.Pace(
        interval,
        timeout,
        stale.orElse(inherited),
        in.number("minimum_samples", 1, 10_000).orElse(base.minimumSamples()));
  }

  private static Watch.Window window(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.BASELINE);
    return new Watch.Window(
        atLeast(in, "over", Duration.ofSeconds(1)).orElse(Watch.Window.DEFAULT.over()),
        in.number("minimum_samples", 1, 10_000).orElse(Watch.Window.DEFAULT.minimumSamples()));
  }

  private static Optional<Measure.Server> server(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.PROMETHEUS);
    Optional<Template> url = RequestReader.address(in, "url", "http://prometheus:9090");
    Map<String, Template> headers = RequestReader.headers(in);
    return in.made(() -> new Measure.Server(url.orElseThrow(), headers));
  }

  static Optional<Duration> atLeast(Mapping in, String key, Duration least) {
    Optional<Duration> duration = in.duration(key);
    if (duration.isPresent() && duration.get().compareTo(least) < 0) {
      in.values()
          .refuse(
              in.node(key).orElseThrow(),
              key + " is " + Durations.brief(duration.get()),
              "at least " + Durations.brief(least));
      return Optional.empty();
    }
    return duration;
  }
}
