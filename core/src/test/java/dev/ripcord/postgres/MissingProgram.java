package dev.ripcord.postgres;

import org.junit.jupiter.api.Assumptions;

/** What a test needs and the machine does not have. */
public final class MissingProgram {
  private MissingProgram() {}

  /** Skips the test that asks; under CI, where nothing may be missing, fails it. */
  public static void skip(String what) {
    skip(what, System.getenv("CI") != null);
  }

  static void skip(String what, boolean ci) {
    if (ci) {
      throw new AssertionError(what + ", which CI must install");
    }
    Assumptions.abort(what);
  }
}
