package dev.ripcord.runbook;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.runbook.Runbook.Basis;
import dev.ripcord.runbook.Runbook.Timing;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How long things take, never guessed. A step that reads whole tables (a walk, an index build, the
 * validation of a constraint, a query over the table, a rewrite) takes a time in proportion to
 * their rows: where the database has more rows than the rehearsal had, the measured time is
 * multiplied by the largest such ratio and marked as projected. All other steps change the
 * catalogue only, and their time is what was measured.
 */
final class Timings {
  private final Source source;

  Timings(Source source) {
    this.source = source;
  }

  Timing forward(Step step) {
    return source
        .measurement(step)
        .map(found -> timing(found.forward(), List.of(step.forward()), step.locks(), found))
        .orElseGet(this::unmeasured);
  }

  Timing back(Step step) {
    return source
        .measurement(step)
        .map(found -> timing(found.back(), step.back(), step.backLocks(), found))
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

  private Timing timing(
      Duration measured, List<Action> actions, List<TableLock> locks, StepMeasurement found) {
    Set<QualifiedName> tables = scanned(actions, locks, found);
    boolean uncounted =
        tables.isEmpty() && actions.stream().anyMatch(action -> readsRows(action, locks));
    String note = uncounted ? "on tables whose rows were not counted" : "";
    return tables.isEmpty()
        ? new Timing(Basis.MEASURED, Optional.of(measured), note)
        : timing(measured, tables);
  }

  private Timing timing(Duration measured, Set<QualifiedName> tables) {
    Timing best = new Timing(Basis.MEASURED, Optional.of(measured), "");
    long mostRows = -1;
    for (QualifiedName table : tables) {
      Optional<Long> rehearsed = rehearsedRows(table);
      long rows = rehearsed.orElse(-1L);
      long live = liveRows(table);
      if (rows > 0 && live > rows) {
        Timing projected = projected(measured, table, rows, live);
        if (best.basis() != Basis.PROJECTED || longer(projected, best)) {
          best = projected;
        }
      } else if (best.basis() == Basis.MEASURED && rows > mostRows) {
        mostRows = rows;
        String outOf = rows == 0 && live > 0 ? " of about " + Words.count(live) : "";
        best =
            new Timing(
                Basis.MEASURED,
                Optional.of(measured),
                "on " + Words.count(rows, "row") + outOf + " of " + table.quoted());
      }
    }
    return best;
  }

  private static Timing projected(Duration measured, QualifiedName table, long rows, long live) {
    BigDecimal nanoseconds =
        BigDecimal.valueOf(measured.toNanos())
            .multiply(BigDecimal.valueOf(live))
            .divide(BigDecimal.valueOf(rows), 0, RoundingMode.CEILING)
            .min(BigDecimal.valueOf(Long.MAX_VALUE));
    return new Timing(
        Basis.PROJECTED,
        Optional.of(Duration.ofNanos(nanoseconds.longValueExact())),
        "to about "
            + Words.count(live, "row")
            + " of "
            + table.quoted()
            + ", measured "
            + Words.duration(measured)
            + " on "
            + Words.count(rows, "row"));
  }

  private static boolean longer(Timing one, Timing other) {
    return one.duration().orElse(Duration.ZERO).compareTo(other.duration().orElse(Duration.ZERO))
        > 0;
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

  private Optional<Long> rehearsedRows(QualifiedName table) {
    return source.proof().flatMap(proof -> Optional.ofNullable(proof.rows().get(table.quoted())));
  }

  /** The tables whose rows the actions read, as far as their rows were counted in the rehearsal. */
  private Set<QualifiedName> scanned(
      List<Action> actions, List<TableLock> locks, StepMeasurement measured) {
    Set<QualifiedName> tables = new LinkedHashSet<>();
    boolean elsewhere = false;
    for (Action action : actions) {
      if (action instanceof Action.Walk walk && rehearsedRows(walk.table()).isPresent()) {
        tables.add(walk.table());
      } else {
        elsewhere |= readsRows(action, locks);
      }
    }
    if (elsewhere) {
      locks.stream().map(TableLock::table).forEach(tables::add);
    }
    locks.stream()
        .map(TableLock::table)
        .filter(table -> measured.rewritten().contains(table.quoted()))
        .forEach(tables::add);
    tables.removeIf(table -> rehearsedRows(table).isEmpty());
    return tables;
  }

  private static boolean readsRows(Action action, List<TableLock> locks) {
    return switch (action) {
      case Action.Walk walk -> true;
      case Action.ConcurrentIndex index -> index.creates();
      case Action.Transaction transaction ->
          transaction.statements().stream()
              .anyMatch(statement -> statement.contains("VALIDATE CONSTRAINT"));
      case Action.Verify verify ->
          verify.criteria().stream().map(Criterion::query).anyMatch(query -> names(query, locks));
      case Action.Manual manual -> false;
    };
  }

  private static boolean names(String query, List<TableLock> locks) {
    return locks.stream().anyMatch(lock -> query.contains("FROM " + lock.table().quoted()));
  }
}
