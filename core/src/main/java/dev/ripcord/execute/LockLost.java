package dev.ripcord.execute;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;

/** Rolls a transaction back in which the run's lock is not ours; never leaves the engine. */
final class LockLost extends RipcordException {
  private static final long serialVersionUID = 1L;

  LockLost(String message) {
    super(ProblemCode.STOPPED, message);
  }
}
