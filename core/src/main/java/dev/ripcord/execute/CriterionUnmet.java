package dev.ripcord.execute;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;

/** Rolls a transaction back in which a success criterion does not hold; never leaves the engine. */
final class CriterionUnmet extends RipcordException {
  private static final long serialVersionUID = 1L;

  private final transient RunOutcome.Failed outcome;

  CriterionUnmet(RunOutcome.Failed outcome) {
    super(ProblemCode.STOPPED, outcome.reason());
    this.outcome = outcome;
  }

  RunOutcome.Failed outcome() {
    return outcome;
  }
}
