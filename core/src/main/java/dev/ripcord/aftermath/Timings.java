package dev.ripcord.aftermath;

import dev.ripcord.execute.Told;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Step;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.rehearse.Rehearsed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What each step took, forward and back, beside what the rehearsal measured.
 *
 * @param steps in forward order, those that were begun
 */
record Timings(List<StepTiming> steps) {
  Timings {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param title absent where what was run is not known
   * @param forward absent where nothing was measured
   * @param back all units of its way back together; absent likewise
   * @param rehearsed absent where there was no rehearsal, or none of this step
   */
  record StepTiming(
      String id,
      String title,
      Optional<Told> forward,
      Optional<Told> back,
      Optional<StepMeasurement> rehearsed) {
    Phase phase() {
      return Phase.valueOf(id.substring(0, id.indexOf('-')).toUpperCase(Locale.ROOT));
    }
  }

  static Timings of(Incident incident) {
    Map<String, String> titles = new LinkedHashMap<>();
    incident
        .document()
        .ifPresent(
            document -> {
              for (Step step : document.course().steps()) {
                titles.put(step.id(), step.title());
              }
            });
    Map<String, Told> forward = new LinkedHashMap<>();
    Map<String, Told> back = new LinkedHashMap<>();
    for (Entry entry : incident.ofTheRun()) {
      if (entry.kind() == Entry.Kind.MEASURED) {
        int slash = entry.unit().indexOf("/back-");
        String id = slash < 0 ? entry.unit() : entry.unit().substring(0, slash);
        Optional<Told> told = Told.read(entry.detail());
        told.ifPresent(it -> (slash < 0 ? forward : back).merge(id, it, Timings::both));
        String unused = titles.putIfAbsent(id, "");
      }
    }
    Optional<Rehearsed> rehearsed = incident.document().flatMap(it -> it.rehearsed());
    List<StepTiming> steps = new ArrayList<>();
    titles.forEach(
        (id, title) -> {
          if (forward.containsKey(id) || back.containsKey(id)) {
            steps.add(
                new StepTiming(
                    id,
                    title,
                    Optional.ofNullable(forward.get(id)),
                    Optional.ofNullable(back.get(id)),
                    rehearsed.flatMap(it -> it.measurement(id))));
          }
        });
    return new Timings(steps);
  }

  private static Told both(Told one, Told other) {
    return new Told(
        one.took().plus(other.took()),
        longer(one.waited(), other.waited()),
        longer(one.stalled(), other.stalled()),
        one.rows() + other.rows());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private List<Told> all() {
    List<Told> all = new ArrayList<>();
    steps.forEach(
        step -> {
          step.forward().ifPresent(all::add);
          step.back().ifPresent(all::add);
        });
    return all;
  }

  /** The longest that anybody waited behind a step; absent where nothing was measured. */
  Optional<Duration> longestStall() {
    return all().stream().map(Told::stalled).max(Duration::compareTo);
  }

  long rows() {
    return all().stream().mapToLong(Told::rows).sum();
  }

  /** The steps of a phase together. */
  Duration total(Phase phase, Function<StepTiming, Optional<Told>> direction) {
    return steps.stream()
        .filter(step -> step.phase() == phase)
        .flatMap(step -> direction.apply(step).stream())
        .map(Told::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Whose way back took at least twice as long as rehearsed, and a second more. */
  List<StepTiming> slowerThanRehearsed() {
    return steps.stream()
        .filter(step -> step.back().isPresent() && step.rehearsed().isPresent())
        .filter(
            step -> {
              Duration took = step.back().orElseThrow().took();
              Duration was = step.rehearsed().orElseThrow().back();
              return took.compareTo(was.multipliedBy(2)) >= 0
                  && took.minus(was).compareTo(Duration.ofSeconds(1)) >= 0;
            })
        .toList();
  }

  /** From the begin of the way back to its end, and to the moment that counts for clients. */
  static String wayBack(Incident incident) {
    String whole = Words.of(Duration.between(incident.turned(), incident.over()));
    String served =
        incident
            .untilServed()
            .map(time -> "clients of the old shape were served again after " + Words.of(time))
            .orElse(
                incident.contracted()
                    ? "when clients of the old shape were served again is not in the journal"
                    : "the old shape was served all the time, for contract had taken no step");
    return "rolled back in " + whole + "; " + served;
  }
}
