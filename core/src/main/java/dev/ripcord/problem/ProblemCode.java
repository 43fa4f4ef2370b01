package dev.ripcord.problem;

/** The kinds of failure that a user can meet, each with the exit status that scripts rely on. */
public enum ProblemCode {
  /** The command line or an input file is wrong; nothing was touched. */
  INPUT(2),
  /** The input is well-formed, but ripcord declines to do it, and says why; nothing was touched. */
  REFUSED(2),
  /** The database refused a statement or could not be reached. */
  DATABASE(3),
  /** Something around us failed: a file, a process, a missing program. */
  ENVIRONMENT(3),
  /** Stopped half-way, on request or by a failure; the journal knows how far, resume goes on. */
  STOPPED(4),
  /** A defect of ripcord itself. */
  INTERNAL(3);

  private final int exitStatus;

  ProblemCode(int exitStatus) {
    this.exitStatus = exitStatus;
  }

  /** The exit status of a process that ends with this problem: 2, 3 or 4. */
  public int exitStatus() {
    return exitStatus;
  }
}
