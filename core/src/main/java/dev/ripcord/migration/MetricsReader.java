package dev.ripcord.migration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what is measured. */
final class MetricsReader {
  static final List<String> SOURCES = List.of("prometheus", "probe", "sql");

  /** Words of conditions, which would be read as something else there. */
  static final List<String> TAKEN =
      List.of("baseline", "and", "or", "not", "for", "unchanged", "increasing", "decreasing");

  /** Below these a multiple of the baseline says nothing. */
  private static final Map<String, Double> FLOORS =
      Map.of("error_rate", 0.001, "p95_response_time", 0.010);

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final List<String> PROBE_KEYS =
      List.of("measure", "over", "expect", "every", "headers");
  private static final Duration OVER = Duration.ofMinutes(1);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Values values;
  private final Watch base;

  /**
   * @param base what a metric takes from that it leaves out
   */
  MetricsReader(Values values, Watch base) {
    this.values = values;
    this.base = base;
  }

  static Map<String, Metric> builtIns(Watch.Pace pace) {
    Map<String, Metric> found = new LinkedHashMap<>();
    for (BuiltIn one : BuiltIn.values()) {
      found.put(one.word(), metric(one.word(), new Measure.Known(one), pace, floor(one.word())));
    }
    return found;
  }

  Map<String, Metric> read(Node node) {
    Mapping in = Mapping.open(values, node, "metrics");
    Map<String, Metric> found = new LinkedHashMap<>();
    in.nodes()
        .forEach(
            (name, value) -> {
              refuseName(in, name);
              one(name, Mapping.of(values, value, Keys.METRIC))
                  .ifPresent(metric -> found.put(name, metric));
            });
    builtIns(base.pace()).forEach(found::putIfAbsent);
    return found;
  }

  private static void refuseName(Mapping in, String name) {
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      in.values()
          .refuse(
              in.keyNode(name),
              "the metric "
                  + name
                  + (TAKEN.contains(name) ? " is a word of conditions" : " is no plain word"),
              "lower case letters, digits and _, such as error_rate");
    }
  }

  private Optional<Metric> one(String name, Mapping in) {
    Watch.Pace pace = WatchReader.pace(in, base.pace());
    Optional<Measure> measure = measure(name, in, pace);
    OptionalDouble floor =
        in.node("floor")
            .map(
                node ->
                    values
                        .parsed(node, "floor", Quantity.EXPECTED, Quantity::parse)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()))
            .orElse(floor(name));
    return in.made(() -> metric(name, measure.orElseThrow(), pace, floor));
  }

  private static Metric metric(
      String name, Measure measure, Watch.Pace pace, OptionalDouble floor) {
    return new Metric(
        name,
        measure,
        pace.interval(),
        pace.timeout(),
        pace.staleAfter(),
        pace.minimumSamples(),
        floor);
  }

  private static OptionalDouble floor(String name) {
    Double floor = FLOORS.get(name);
    return floor == null ? OptionalDouble.empty() : OptionalDouble.of(floor);
  }

  private Optional<Measure> measure(String name, Mapping in, Watch.Pace pace) {
    List<String> given = SOURCES.stream().filter(key -> in.node(key).isPresent()).toList();
    Optional<BuiltIn> builtIn = BuiltIn.of(name);
    if (builtIn.isPresent() && !given.isEmpty()) {
      values.refuse(
          in.keyNode(given.getFirst()),
          "the metric " + name + " is built in",
          "no source here, or another name for yours");
    } else if (builtIn.isEmpty() && given.size() != 1) {
      values.refuse(
          in.node(),
          given.isEmpty()
              ? "the metric " + name + " has no source"
              : "the metric " + name + " has " + String.join(" and ", given),
          "one of " + String.join(", ", SOURCES));
    }
    if (!given.contains("probe")) {
      for (String key : PROBE_KEYS) {
        if (in.node(key).isPresent()) {
          values.refuse(in.keyNode(key), key + " goes with probe", "it beside probe: ADDRESS");
        }
      }
    }
    Optional<Measure> query = in.node("prometheus").flatMap(node -> prometheus(in, node));
    Optional<Measure> probe = in.node("probe").flatMap(node -> probe(in, pace));
    Optional<Measure> sql =
        in.node("sql")
            .flatMap(node -> values.sql(node, "sql", "one SQL query of one number"))
            .map(Measure.Sql::new);
    Supplier<Optional<Measure>> known = () -> builtIn.map(Measure.Known::new);
    return Stream.of(query, probe, sql).flatMap(Optional::stream).findFirst().or(known);
  }

  private Optional<Measure> prometheus(Mapping in, Node node) {
    Optional<String> query = values.text(node, "prometheus", "a query in PromQL");
    if (base.prometheus().isEmpty()) {
      values.refuse(node, "nobody says where Prometheus is", "watch.prometheus: {url: ADDRESS}");
    }
    return in.made(
        () -> new Measure.Prometheus(base.prometheus().orElseThrow(), query.orElseThrow()));
  }

  private Optional<Measure> probe(Mapping in, Watch.Pace pace) {
    Optional<Template> url = RequestReader.address(in, "probe", "https://example.com/health");
    Optional<Measure.Of> of = in.choice("measure", List.of(Measure.Of.values()), Measure.Of::word);
    if (in.node("measure").isEmpty()) {
      values.refuse(in.node(), "the probe does not say what it measures", "measure: availability");
    }
    Duration every = WatchReader.atLeast(in, "every", WatchReader.SHORTEST).orElse(EVERY);
    Duration over = in.duration("over").orElse(OVER);
    if (over.compareTo(every.multipliedBy(2)) < 0 || over.compareTo(Duration.ofDays(1)) > 0) {
      values.refuse(
          in.node("over").orElse(in.node()),
          "over is " + Durations.brief(over),
          "at least two probes, which are " + Durations.brief(every) + " apart, at most 1d");
    }
    Optional<Statuses> expect =
        in.node("expect").flatMap(value -> RequestReader.statuses(values, value));
    Map<String, Template> headers = RequestReader.headers(in);
    return in.made(
        () ->
            new Measure.Probe(
                new Measure.Target(url.orElseThrow(), headers, every, pace.timeout()),
                of.orElseThrow(),
                over,
                expect.orElse(Statuses.SUCCESS)));
  }
}
