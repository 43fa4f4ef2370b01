package dev.ripcord.hazard;

import dev.ripcord.migration.Migration;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Plan.PhasePlan;
import dev.ripcord.plan.Planner;
import dev.ripcord.plan.Printer;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.problem.InputException;
import dev.ripcord.schema.Snapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Judges plans by all rules. */
public final class Hazards {
  /** Every rule there is, in the order in which their hazards are listed. */
  public static final List<Rule> RULES =
      List.of(
          new TableRewrite(),
          new BlockingIndexBuild(),
          new FullScanUnderLock(),
          new DestroysData(),
          new IrreversibleSql(),
          new Narrowing(),
          new NotValidRejectsOldRows(),
          new ForeignKeyWithoutIndex(),
          new RetiredTableStillBinds(),
          new CrossingLocks(),
          new RowsWithoutPartner(),
          new ColumnOrder(),
          new LongWalk(),
          new UserTriggersFire(),
          new NameInText(),
          new FunctionMentionsColumn());

  private Hazards() {}

  /**
   * The plan of a migration, with its hazards.
   *
   * @throws InputException with every change that does not fit the database, and why
   */
  public static Plan plan(Migration migration, Snapshot snapshot, Printer printer) {
    return of(Planner.plan(migration, snapshot, printer));
  }

  /** The same, where no server says what expressions mean. */
  public static Plan plan(Migration migration, Snapshot snapshot) {
    return plan(migration, snapshot, Printer.NONE);
  }

  /**
   * The same plan with the hazards of its steps, and the risk of steps with serious ones raised.
   * What it executes, and so its hash, is the same.
   */
  public static Plan of(Plan plan) {
    List<PhasePlan> phases =
        plan.phases().stream()
            .map(
                phase ->
                    new PhasePlan(
                        phase.phase(),
                        phase.steps().stream().map(step -> judged(step, plan)).toList()))
            .toList();
    return new Plan(plan.migration(), plan.before(), phases, plan.shapes(), plan.kept());
  }

  private static Step judged(Step step, Plan plan) {
    Set<Hazard> hazards = new LinkedHashSet<>(step.hazards());
    Risk risk = step.risk();
    for (Rule rule : RULES) {
      List<Hazard> found = rule.look(step, plan);
      if (!found.isEmpty() && rule.serious() && risk.compareTo(Risk.HIGH) < 0) {
        risk = Risk.HIGH;
      }
      hazards.addAll(found);
    }
    return step.judged(List.copyOf(hazards), risk);
  }
}
