package dev.ripcord.validate;

import static java.util.Objects.requireNonNull;

/** What a check says. */
public sealed interface Verdict {
  /** Everything that was asked is as it must be. */
  record Passed() implements Verdict {}

  /**
   * Something is not as it must be.
   *
   * @param why one line or more, in words, with the figures
   */
  record Failed(String why) implements Verdict {
    public Failed {
      requireNonNull(why, "why is null");
    }
  }

  /**
   * A person must look: nobody could ask, or what was found is for a person to judge.
   *
   * @param why in words, with what the person has to look at
   */
  record Open(String why) implements Verdict {
    public Open {
      requireNonNull(why, "why is null");
    }
  }
}
