package dev.ripcord.runbook;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.plan.TableShape;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a runbook is written from.
 *
 * @param proof absent when the plan was never rehearsed
 * @param recoveries that were rehearsed, oldest first
 */
record Source(Plan plan, Optional<Proof> proof, List<RecoveryTime> recoveries) {
  Source {
    recoveries = List.copyOf(recoveries);
  }

  Migration migration() {
    return plan.migration();
  }

  Optional<Proof.PhaseVerdict> verdict(Phase phase) {
    return proof.flatMap(
        known -> known.verdicts().stream().filter(each -> each.phase() == phase).findFirst());
  }

  Optional<Proof.StepMeasurement> measurement(Step step) {
    return proof.flatMap(known -> known.measurement(step.id()));
  }

  /** The tables that existed before and that the plan touches, by name. */
  List<Snapshot.Table> affected() {
    Set<QualifiedName> names = new TreeSet<>();
    plan.shapes().stream().map(TableShape::table).forEach(names::add);
    for (Step step : plan.steps()) {
      Stream.concat(step.locks().stream(), step.backLocks().stream())
          .map(TableLock::table)
          .forEach(names::add);
      Stream.concat(Stream.of(step.forward()), step.back().stream())
          .filter(Action.Walk.class::isInstance)
          .map(action -> ((Action.Walk) action).table())
          .forEach(names::add);
    }
    return names.stream().flatMap(name -> plan.before().table(name).stream()).toList();
  }
}
