package dev.ripcord.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds which known word somebody meant. */
public final class Nearest {
  private Nearest() {}

  /** The known word that is nearest, if one is near enough to be meant. */
  public static Optional<String> of(String word, Collection<String> known) {
    return within(Math.max(1, plain(word).length() / 3), word, known);
  }

  /**
   * Likewise, with another idea of near enough.
   *
   * @param bound how many letters may be missing, too many, different or swapped
   */
  public static Optional<String> within(int bound, String word, Collection<String> known) {
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> distance(plain, plain(candidate)) <= bound)
        .min(Comparator.comparingInt((String candidate) -> distance(plain, plain(candidate))));
  }

  /** notNull, not-null and NOT_NULL are the same mistake. */
  private static String plain(String word) {
    return word.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance in which two swapped neighbours count once. */
  private static int distance(String left, String right) {
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
