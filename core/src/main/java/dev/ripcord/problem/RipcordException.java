package dev.ripcord.problem;

import org.jspecify.annotations.Nullable;

/** A surprise that ends the command; expected outcomes are values instead. */
public class RipcordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  /**
   * @param message one sentence for a person, without secrets
   */
  public RipcordException(ProblemCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param message one sentence for a person, without secrets
   * @param cause what was caught, or null
   */
  public RipcordException(ProblemCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of failure this is. */
  public ProblemCode code() {
    return code;
  }
}
