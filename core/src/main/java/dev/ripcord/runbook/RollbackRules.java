package dev.ripcord.runbook;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.runbook.RunbookProof.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * The written rules by which a rollback is rated.
 *
 * <p>Risk of a step: as the plan rates it, but at least HIGH when going back loses something
 * (lossy), and CRITICAL when nothing brings it back (irreversible). Risk of a phase: the highest of
 * its steps, at least HIGH while the way back through it is not proven; LOW for a proven phase
 * without steps.
 *
 * <p>Urgency of a phase, which is the price of waiting with the decision: LOW when there is nothing
 * to roll back; MEDIUM when going back touches the catalogue only, so that it takes the same time
 * later; HIGH when rows are walked, because every row written meanwhile makes the way back longer;
 * CRITICAL when a step is lossy or irreversible, because every row written meanwhile may add to the
 * loss.
 */
final class RollbackRules {
  private RollbackRules() {}

  static Risk risk(Step step) {
    return switch (step.reversibility().level()) {
      case EXACT, EXACT_EXCEPT_COLUMN_ORDER -> step.risk();
      case LOSSY -> higher(step.risk(), Risk.HIGH);
      case IRREVERSIBLE -> Risk.CRITICAL;
    };
  }

  static Risk risk(List<Step> steps, Verdict verdict) {
    Risk floor = verdict == Verdict.PROVEN ? Risk.LOW : Risk.HIGH;
    return steps.stream().map(RollbackRules::risk).reduce(floor, RollbackRules::higher);
  }

  static Risk urgency(List<Step> steps) {
    return steps.stream().map(RollbackRules::urgency).reduce(Risk.LOW, RollbackRules::higher);
  }

  private static Risk urgency(Step step) {
    if (step.reversibility().level().compareTo(Reversibility.Level.LOSSY) >= 0) {
      return Risk.CRITICAL;
    }
    return step.back().stream().anyMatch(Action.Walk.class::isInstance) ? Risk.HIGH : Risk.MEDIUM;
  }

  /** The worst of the steps, with all that is lost. */
  static String reversibility(List<Step> steps) {
    Reversibility.Level worst =
        steps.stream()
            .map(step -> step.reversibility().level())
            .max(Comparator.naturalOrder())
            .orElse(Reversibility.Level.EXACT);
    List<String> lost =
        steps.stream()
            .map(step -> Words.oneLine(step.reversibility().what()))
            .filter(what -> !what.isEmpty())
            .distinct()
            .toList();
    return lost.isEmpty() ? worst.word() : worst.word() + ": " + String.join("; ", lost);
  }

  private static Risk higher(Risk one, Risk other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
