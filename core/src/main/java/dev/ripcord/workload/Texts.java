package dev.ripcord.workload;

import java.util.List;
import java.util.random.RandomGenerator;

/** Texts as people store them, and as they should not have. */
final class Texts {
  private static final List<String> WORDS =
      List.of(
          "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "iris", "jade",
          "kiln", "lumen", "maple", "north", "ochre", "pine", "quartz", "river", "slate", "tide");

  private static final List<String> HARD =
      List.of(
          "",
          " ",
          "  two  spaces ",
          "O'Brien",
          "say \"hi\"",
          "back\\slash",
          "\\N",
          "NULL",
          "tab\there",
          "line\nbreak",
          "naïve café",
          "Größe",
          "日本語のテキスト",
          "😀 emoji",
          "e\u0301 combined",
          "{curly, braces}",
          "(1,2)",
          "a,b;c",
          "%like_",
          "$1 ?::text :name",
          "0",
          "-1",
          "<b>&amp;</b>",
          "ÀÉÎ");

  private Texts() {}

  /** Between nothing and a few words; one in five is hard. */
  static String any(RandomGenerator random) {
    return random.nextInt(5) == 0 ? HARD.get(random.nextInt(HARD.size())) : words(random);
  }

  static String words(RandomGenerator random) {
    StringBuilder text = new StringBuilder(word(random));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(' ').append(word(random));
    }
    return text.append(' ').append(random.nextInt(1_000_000)).toString();
  }

  static String word(RandomGenerator random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /** Of exactly so many characters, all of them letters and digits. */
  static String ofLength(int length, RandomGenerator random) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(
          (char) (random.nextInt(4) == 0 ? '0' + random.nextInt(10) : 'a' + random.nextInt(26)));
    }
    return text.toString();
  }

  /** The first so many characters, counted as PostgreSQL does. */
  static String atMost(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }
}
