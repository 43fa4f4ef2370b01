package dev.ripcord.wayback;

import dev.ripcord.execute.Progress;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.rehearse.Rehearsed;
import dev.ripcord.rehearse.Scaling;
import dev.ripcord.rehearse.Scaling.Scaled;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a rollback would take, from what the rehearsal measured and the rows that there are now.
 *
 * @param basis of the whole: the weakest of its parts
 * @param total of the steps of which a time is known; no time when there is none
 * @param steps in the order of the rollback
 */
public record Estimate(Basis basis, Optional<Duration> total, List<StepTime> steps) {
  private static final String ROWS = SqlResource.of(Estimate.class, "rows");

  public Estimate {
    steps = List.copyOf(steps);
  }

  /** What a time is worth. */
  public enum Basis {
    /** In the rehearsal, on at least as many rows. */
    MEASURED,
    /** In proportion to the rows. */
    PROJECTED,
    /** Of this, or of a part of it, nothing is known. */
    NOT_KNOWN
  }

  /**
   * @param rows those that decide, where it is projected
   */
  public record StepTime(
      String stepId, Basis basis, Optional<Duration> duration, Optional<Scaling.Rows> rows) {}

  /**
   * @param begun the steps that would be undone, newest first
   */
  static Estimate of(
      Session session,
      Foreseen foreseen,
      List<Step> begun,
      Progress progress,
      Optional<Rehearsed> rehearsed) {
    Map<QualifiedName, Long> counted = new HashMap<>();
    Scaling scaling =
        new Scaling(
            rehearsed.map(Rehearsed::rows).orElse(Map.of()),
            table ->
                counted.computeIfAbsent(
                    table, name -> rows(session, foreseen.was(name).orElse(name))));
    List<StepTime> times = new ArrayList<>();
    for (Step step : begun) {
      if (!step.back().isEmpty()) {
        Optional<StepMeasurement> measured =
            rehearsed
                .filter(any -> progress.state(step) != Progress.State.UNDOING)
                .flatMap(each -> each.measurement(step.id()));
        times.add(
            measured
                .map(found -> time(step, scaling.back(step, found)))
                .orElseGet(
                    () ->
                        new StepTime(
                            step.id(), Basis.NOT_KNOWN, Optional.empty(), Optional.empty())));
      }
    }
    Basis basis = times.stream().map(StepTime::basis).max(Basis::compareTo).orElse(Basis.MEASURED);
    Optional<Duration> total =
        times.stream().flatMap(it -> it.duration().stream()).reduce(Duration::plus);
    return new Estimate(basis, times.isEmpty() ? Optional.of(Duration.ZERO) : total, times);
  }

  private static StepTime time(Step step, Scaled scaled) {
    Basis basis =
        scaled.uncounted()
            ? Basis.NOT_KNOWN
            : scaled.projected() ? Basis.PROJECTED : Basis.MEASURED;
    return new StepTime(
        step.id(),
        basis,
        scaled.uncounted() ? Optional.empty() : Optional.of(scaled.duration()),
        scaled.on());
  }

  /** As the statistics say; -1 where they say nothing. */
  private static long rows(Session session, QualifiedName table) {
    return session.query(ROWS, row -> row.number("rows"), table.quoted()).stream()
        .findFirst()
        .orElse(-1L);
  }
}
