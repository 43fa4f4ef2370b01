package dev.ripcord.chance;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that are legal in PostgreSQL and not often thought of. Never the same twice. */
final class OddNames {
  private static final List<String> WORDS =
      List.of(
          "item",
          "orders",
          "user",
          "select",
          "Mixed Case",
          "größe",
          "naïve",
          "a.b",
          "it's",
          "say \"hi\"",
          "table",
          "order",
          "тест",
          "名前",
          "semi;colon",
          "x-y",
          "percent%",
          "100",
          "back\\slash",
          "question?",
          "$dollar",
          "new",
          "old",
          "tab_1",
          "UPPER",
          "end ",
          "{brace}",
          "$$",
          "--",
          "a:b",
          "t",
          "_");

  private final Dice dice;
  private final String usual;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param usual what names without oddities look like
   */
  OddNames(Dice dice, String usual) {
    this.dice = dice;
    this.usual = usual;
  }

  String next() {
    String word = dice.chance(45) ? usual : dice.pick(WORDS);
    if (dice.chance(6)) {
      word = word + "_" + "long".repeat(15);
    }
    String name = shortened(word, 63);
    for (int number = 2; !taken.add(name); number++) {
      name = shortened(word, 60) + number;
    }
    return name;
  }

  /** The next, behind a prefix with which no name of another maker begins. */
  String next(String prefix) {
    return shortened(prefix + next(), 63);
  }

  /** Of at most so many bytes, cut between characters. */
  private static String shortened(String word, int most) {
    String cut = word;
    while (cut.getBytes(StandardCharsets.UTF_8).length > most) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
