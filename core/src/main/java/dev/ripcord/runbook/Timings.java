package dev.ripcord.runbook;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.rehearse.Scaling;
import dev.ripcord.rehearse.Scaling.Scaled;
import dev.ripcord.runbook.Runbook.Basis;
import dev.ripcord.runbook.Runbook.Timing;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long things take: as the rehearsal measured it, or projected by {@link Scaling} to the rows
 * of the database, and marked as such.
 */
final class Timings {
  private final Source source;
  private final Scaling scaling;

  Timings(Source source) {
    this.source = source;
    this.scaling =
        new Scaling(source.proof().map(Proof::rows).orElse(Map.of()), table -> liveRows(table));
  }

  Timing forward(Step step) {
    return source
        .measurement(step)
        .map(found -> timing(scaling.forward(step, found), found.forward()))
        .orElseGet(this::unmeasured);
  }

  Timing back(Step step) {
    return source
        .measurement(step)
        .map(found -> timing(scaling.back(step, found), found.back()))
        .orElseGet(this::unmeasured);
  }

  /** Of the steps of one phase, backwards. */
  Timing phase(Phase phase) {
    return total(phase, List.of(source.plan().phase(phase)), Proof.PhaseVerdict::backOwn);
  }

  /** From the end of this phase back to the start. */
  Timing toStart(Phase phase) {
    return total(
        phase,
        source.plan().phases().stream().filter(each -> each.phase().compareTo(phase) <= 0).toList(),
        Proof.PhaseVerdict::back);
  }

  private Timing total(
      Phase phase,
      List<Plan.PhasePlan> phases,
      java.util.function.Function<Proof.PhaseVerdict, Duration> measured) {
    Optional<Proof.PhaseVerdict> verdict = source.verdict(phase);
    if (verdict.isEmpty()) {
      return unmeasured();
    }
    if (verdict.get().verdict() instanceof Proof.Verdict.Unmeasured unmeasured) {
      return Timing.unmeasured(Words.oneLine(unmeasured.reason()));
    }
    Duration known = measured.apply(verdict.get());
    Duration projected = known;
    for (Step step : phases.stream().flatMap(each -> each.steps().stream()).toList()) {
      Timing back = back(step);
      if (back.basis() == Basis.PROJECTED) {
        Duration own = source.measurement(step).map(StepMeasurement::back).orElse(Duration.ZERO);
        projected = projected.plus(back.duration().orElse(own)).minus(own);
      }
    }
    return projected.equals(known)
        ? new Timing(Basis.MEASURED, Optional.of(known), "in the rehearsal")
        : new Timing(
            Basis.PROJECTED,
            Optional.of(projected),
            "to the rows of the database, measured " + Words.duration(known) + " in the rehearsal");
  }

  private Timing unmeasured() {
    return Timing.unmeasured(source.proof().isEmpty() ? "never rehearsed" : "");
  }

  private static Timing timing(Scaled scaled, Duration measured) {
    if (scaled.on().isEmpty()) {
      String note = scaled.uncounted() ? "on tables whose rows were not counted" : "";
      return new Timing(Basis.MEASURED, Optional.of(measured), note);
    }
    Scaling.Rows rows = scaled.on().get();
    String table = rows.table().quoted();
    if (!scaled.projected()) {
      String outOf =
          rows.rehearsed() == 0 && rows.live() > 0 ? " of about " + Words.count(rows.live()) : "";
      return new Timing(
          Basis.MEASURED,
          Optional.of(measured),
          "on " + Words.count(rows.rehearsed(), "row") + outOf + " of " + table);
    }
    return new Timing(
        Basis.PROJECTED,
        Optional.of(scaled.duration()),
        "to about "
            + Words.count(rows.live(), "row")
            + " of "
            + table
            + ", measured "
            + Words.duration(measured)
            + " on "
            + Words.count(rows.rehearsed(), "row"));
  }

  /**
   * As the database says that the runbook is for, or else the one that was rehearsed on a copy of.
   */
  private long liveRows(QualifiedName table) {
    long copied =
        source
            .proof()
            .flatMap(Proof::live)
            .flatMap(live -> Optional.ofNullable(live.tables().get(table.quoted())))
            .map(Proof.LiveTable::rows)
            .orElse(-1L);
    long planned =
        source.plan().before().table(table).map(Snapshot.Table::estimatedRows).orElse(-1L);
    return Math.max(copied, planned);
  }
}
