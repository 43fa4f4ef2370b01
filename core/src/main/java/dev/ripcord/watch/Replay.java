package dev.ripcord.watch;

import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.migration.Trigger;
import dev.ripcord.trigger.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Says of recorded readings when triggers would have fired, before anybody trusts them. */
public final class Replay {
  private Replay() {}

  /**
   * What was recorded.
   *
   * @param from the first poll
   * @param until no poll is later
   * @param step from poll to poll
   * @param readings per metric, each at the time at which it came
   */
  public record Recording(
      Instant from,
      Instant until,
      Duration step,
      Map<String, NavigableMap<Instant, Reading>> readings) {
    public Recording {
      if (step.isZero() || step.isNegative() || until.isBefore(from)) {
        throw new IllegalArgumentException("a recording goes forward");
      }
      Map<String, NavigableMap<Instant, Reading>> copies = new HashMap<>();
      readings.forEach((metric, series) -> copies.put(metric, new TreeMap<>(series)));
      readings = Map.copyOf(copies);
    }

    /** The newest of each metric that came since the poll before. */
    Map<String, Reading> at(Instant now) {
      Map<String, Reading> newest = new HashMap<>();
      readings.forEach(
          (metric, series) -> {
            Map.Entry<Instant, Reading> entry = series.floorEntry(now);
            if (entry != null && entry.getKey().isAfter(now.minus(step))) {
              newest.put(metric, entry.getValue());
            }
          });
      return newest;
    }
  }

  /**
   * What one trigger would have done.
   *
   * @param firings in their order
   * @param blind for how long nothing could be said
   * @param closest per comparison, where its value came nearest to, or went furthest past, the
   *     threshold
   * @param longest per time that must be held, the longest that was
   */
  public record Report(
      Trigger trigger,
      List<Firing> firings,
      Duration blind,
      List<Closest> closest,
      List<Longest> longest) {
    public Report {
      firings = List.copyOf(firings);
      closest = List.copyOf(closest);
      longest = List.copyOf(longest);
    }
  }

  /**
   * A time in which the trigger was breached.
   *
   * @param at when it would have fired
   * @param until the last poll that was breached
   * @param detail when it fired
   */
  public record Firing(Instant at, Instant until, String detail) {}

  /**
   * The nearest that a comparison came.
   *
   * @param condition the comparison in words
   * @param value its left side
   * @param threshold its right side
   */
  public record Closest(String condition, Instant at, double value, double threshold) {}

  /**
   * The longest that a part held.
   *
   * @param condition the part in words
   * @param until the poll at which it had held so long
   */
  public record Longest(String condition, Instant until, Duration lasted, Duration of) {}

  /** One report per trigger, in their order. */
  public static List<Report> of(
      Collection<Trigger> triggers,
      Recording recording,
      Limits limits,
      Map<String, Baseline> baselines) {
    return triggers.stream()
        .map(trigger -> new Replayed(trigger, limits, baselines).report(recording))
        .toList();
  }

  private static final class Replayed implements Meter {
    private final Trigger trigger;
    private final TriggerWatch watch;
    private final Map<String, Baseline> baselines;
    private final List<Firing> firings = new ArrayList<>();
    private final Map<Condition, Closest> closest = new LinkedHashMap<>();
    private final Map<Condition, Longest> longest = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;
    private Duration blind = Duration.ZERO;

    Replayed(Trigger trigger, Limits limits, Map<String, Baseline> baselines) {
      this.trigger = trigger;
      this.watch = new TriggerWatch(trigger, limits);
      this.baselines = baselines;
    }

    Report report(Recording recording) {
      boolean before = false;
      for (now = recording.from();
          !now.isAfter(recording.until());
          now = now.plus(recording.step())) {
        Verdict verdict = watch.take(now, recording.at(now), baselines);
        watch.measure(this);
        blind = verdict.blind() ? blind.plus(recording.step()) : blind;
        if (verdict instanceof Verdict.Breached breached) {
          Firing first = before ? firings.removeLast() : new Firing(now, now, breached.detail());
          firings.add(new Firing(first.at(), now, first.detail()));
        }
        before = verdict instanceof Verdict.Breached;
      }
      return new Report(
          trigger, firings, blind, List.copyOf(closest.values()), List.copyOf(longest.values()));
    }

    @Override
    public void compared(Condition.Comparison comparison, double left, double right) {
      Closest known = closest.get(comparison);
      if (known == null
          || distance(comparison, left, right)
              < distance(comparison, known.value(), known.threshold())) {
        closest.put(comparison, new Closest(comparison.words(), now, left, right));
      }
    }

    /** How far it is from holding; negative beyond. */
    private static double distance(Condition.Comparison comparison, double left, double right) {
      return switch (comparison.operator()) {
        case GREATER, AT_LEAST -> right - left;
        case LESS, AT_MOST -> left - right;
        case EQUAL -> Math.abs(left - right);
        case UNEQUAL -> -Math.abs(left - right);
      };
    }

    @Override
    public void held(Condition part, Duration lasted, Duration of) {
      Longest known = longest.get(part);
      if (known == null || lasted.compareTo(known.lasted()) > 0) {
        longest.put(part, new Longest(part.words(), now, lasted, of));
      }
    }
  }
}
