package dev.ripcord.migration;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Statuses of HTTP.
 *
 * @param words each a status such as {@code 204}, a class such as {@code 2xx} or a range such as
 *     {@code 200-299}
 */
public record Statuses(List<String> words) {
  private static final Pattern WORD = Pattern.compile("[2-5](xx|[0-9]{2}|[0-9]{2}-[2-5][0-9]{2})");

  /** Any success. */
  public static final Statuses SUCCESS = new Statuses(List.of("2xx"));

  /**
   * @throws IllegalArgumentException if a word is neither, or none is given
   */
  public Statuses {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("no status");
    }
    for (String word : words) {
      if (!WORD.matcher(word).matches()) {
        throw new IllegalArgumentException(word);
      }
    }
  }

  /** Whether one of the words means this status. */
  public boolean contain(int status) {
    return words.stream()
        .anyMatch(
            word ->
                word.endsWith("xx")
                    ? status / 100 == word.charAt(0) - '0'
                    : status >= Integer.parseInt(word.substring(0, 3))
                        && status <= Integer.parseInt(word.substring(word.length() - 3)));
  }

  /** Such as {@code 200 or 204}. */
  @Override
  public String toString() {
    return String.join(" or ", words);
  }
}
