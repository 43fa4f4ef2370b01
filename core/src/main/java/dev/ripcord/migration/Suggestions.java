package dev.ripcord.migration;

import static java.util.stream.Collectors.joining;

import dev.ripcord.problem.Nearest;
import java.util.Collection;
import java.util.Optional;

/** Finds what somebody meant. */
public final class Suggestions {
  private static final int TOLD = 10;

  private Suggestions() {}

  /** The known word that is nearest, if one is near enough to be meant. */
  static Optional<String> nearest(String word, Collection<String> known) {
    return Nearest.of(word, known);
  }

  /**
   * What was expected in the place of a word: the known one that is nearest, else some of them.
   *
   * @param known at least one
   */
  public static String expected(String word, Collection<String> known) {
    return nearest(word, known)
        .orElseGet(
            () ->
                known.stream().sorted().limit(TOLD).collect(joining(", ", "one of ", ""))
                    + (known.size() > TOLD ? " and " + (known.size() - TOLD) + " more" : ""));
  }

  /** {@code , did you mean x?} as a phrase in brackets, or nothing. */
  static String phrase(String word, Collection<String> known) {
    return nearest(word, known).map(meant -> " (did you mean " + meant + "?)").orElse("");
  }
}
