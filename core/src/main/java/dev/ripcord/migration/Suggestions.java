package dev.ripcord.migration;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant. */
public final class Suggestions {
  private static final int TOLD = 10;

  private Suggestions() {}

  /** The known word that is nearest, if one is near enough to be meant. */
  static Optional<String> nearest(String word, Collection<String> known) {
    String plain = plain(word);
    int bound = Math.max(1, plain.length() / 3);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= bound)
        .min(Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate))));
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

  /** notNull, not-null and NOT_NULL are the same mistake. */
  private static String plain(String word) {
    return word.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance in which two swapped neighbours count once. */
  static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[left.length()][right.length()];
  }
}
