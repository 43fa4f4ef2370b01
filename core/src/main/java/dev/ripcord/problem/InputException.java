package dev.ripcord.problem;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Every problem of an input at once; nothing was touched. */
public final class InputException extends RipcordException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one, in the order of the file
   */
  public InputException(List<Problem> problems) {
    super(ProblemCode.INPUT, problems.stream().map(Problem::toString).collect(joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
