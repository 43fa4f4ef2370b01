package dev.ripcord.run;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Baselines;
import dev.ripcord.metric.History;
import dev.ripcord.metric.Reading;
import dev.ripcord.metric.Sources;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Trigger;
import dev.ripcord.vigil.Orders;
import dev.ripcord.watch.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Judges what Prometheus has recorded, as if the triggers had watched then. */
public final class Retrospect {
  /** A Prometheus gives 11,000 points at once. */
  private static final int MOST_POINTS = 10_000;

  private final Orders orders;
  private final Surroundings in;

  public Retrospect(Migration migration, Surroundings in) {
    this.orders = Orders.of(migration);
    this.in = in;
  }

  /**
   * What would have been.
   *
   * @param baselines over the time before
   * @param problems in words: what is not recorded, and which triggers are left out for that
   */
  public record Hindsight(
      Instant from,
      Instant until,
      List<Replay.Report> triggers,
      List<Baseline> baselines,
      List<String> problems) {
    public Hindsight {
      triggers = List.copyOf(triggers);
      baselines = List.copyOf(baselines);
      problems = List.copyOf(problems);
    }
  }

  /** Looks back. Touches nothing. */
  public Hindsight look(Instant from, Instant until) {
    List<String> problems = new ArrayList<>();
    orders
        .unmeasured()
        .forEach(key -> problems.add(key + " is left out: nobody measures its metrics"));
    try (Sources sources = Sources.open(orders.metrics(), in)) {
      Map<String, NavigableMap<Instant, Reading>> recorded = new HashMap<>();
      Map<String, Metric> compared = new LinkedHashMap<>();
      for (Metric metric : orders.metrics()) {
        Optional.ofNullable(sources.histories().get(metric.name()))
            .ifPresent(
                history ->
                    recorded.put(metric.name(), past(metric, history, from, until, problems)));
        if (orders.baselines().contains(metric.name())) {
          compared.put(metric.name(), metric);
        }
      }
      Map<String, Baseline> baselines = new LinkedHashMap<>();
      compared.forEach(
          (name, metric) ->
              usual(metric, sources, from, recorded.getOrDefault(name, new TreeMap<>()), problems)
                  .ifPresent(baseline -> baselines.put(name, baseline)));
      List<Replay.Report> reports = new ArrayList<>();
      for (Trigger trigger : orders.triggers()) {
        List<String> unknown =
            trigger.parsed().metrics().stream()
                .filter(each -> !recorded.containsKey(each))
                .toList();
        if (unknown.isEmpty()) {
          Replay.Recording recording = new Replay.Recording(from, until, step(trigger), recorded);
          reports.addAll(Replay.of(List.of(trigger), recording, orders.limits(trigger), baselines));
        } else {
          problems.add(
              trigger.key()
                  + " is left out: nobody has recorded "
                  + String.join(", ", unknown)
                  + ", only a metric with a prometheus query has a past");
        }
      }
      return new Hindsight(from, until, reports, List.copyOf(baselines.values()), problems);
    }
  }

  /** Over the time before; where nothing was recorded then, over the first time that was. */
  private Optional<Baseline> usual(
      Metric metric,
      Sources sources,
      Instant from,
      NavigableMap<Instant, Reading> recorded,
      List<String> problems) {
    Baselines.Captured before = usual(metric, sources, from);
    if (before.baselines().isEmpty() && !recorded.isEmpty()) {
      Instant first = recorded.firstKey();
      Baselines.Captured instead =
          usual(metric, sources, first.plus(orders.watch().window().over()));
      if (!instead.baselines().isEmpty()) {
        problems.add(
            before.problems().getFirst()
                + "; its baseline is that of the first time that is recorded, from "
                + first);
        return Optional.of(instead.baselines().getFirst());
      }
    }
    problems.addAll(before.problems());
    return before.baselines().stream().findFirst();
  }

  private Baselines.Captured usual(Metric metric, Sources sources, Instant until) {
    return Baselines.begin(
            Map.of(metric.name(), metric), orders.watch().window(), sources.histories(), until)
        .captured();
  }

  private Duration step(Trigger trigger) {
    return trigger.parsed().metrics().stream()
        .map(name -> orders.watch().metrics().get(name))
        .flatMap(Stream::ofNullable)
        .map(Metric::interval)
        .min(Duration::compareTo)
        .orElse(orders.watch().pace().interval());
  }

  private static NavigableMap<Instant, Reading> past(
      Metric metric, History history, Instant from, Instant until, List<String> problems) {
    NavigableMap<Instant, Reading> values = new TreeMap<>();
    Duration stretch = metric.interval().multipliedBy(MOST_POINTS);
    for (Instant at = from; at.isBefore(until); at = at.plus(stretch)) {
      Instant end = at.plus(stretch).isBefore(until) ? at.plus(stretch) : until;
      switch (history.past(at, end, metric.interval())) {
        case History.Past.Values it -> it.values().forEach(value -> values.put(value.at(), value));
        case History.Past.Unknown it -> problems.add(metric.name() + ": " + it.why());
      }
    }
    return values;
  }
}
