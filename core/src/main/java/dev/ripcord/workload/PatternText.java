package dev.ripcord.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Texts that match a regular expression: classes, groups, alternatives and repetitions. What it
 * misreads does no harm, as the server checks every value.
 */
final class PatternText {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String DIGITS = "0123456789";
  private static final String WORD = LETTERS + LETTERS.toUpperCase(java.util.Locale.ROOT) + DIGITS;
  private static final int MORE = 6;

  private final String pattern;
  private int place;

  private PatternText(String pattern) {
    this.pattern = pattern;
  }

  /** A part of a pattern. */
  @FunctionalInterface
  interface Node {
    void append(StringBuilder text, RandomGenerator random);

    default String make(RandomGenerator random) {
      StringBuilder text = new StringBuilder();
      append(text, random);
      return text.toString();
    }
  }

  /** Empty for a pattern that we do not understand. */
  static Optional<Node> of(String pattern) {
    try {
      PatternText reader = new PatternText(pattern);
      Node node = reader.alternatives();
      return reader.place == pattern.length() ? Optional.of(node) : Optional.empty();
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean at(char wanted) {
    return place < pattern.length() && pattern.charAt(place) == wanted;
  }

  private Node alternatives() {
    List<Node> choices = new ArrayList<>();
    choices.add(sequence());
    while (at('|')) {
      place++;
      choices.add(sequence());
    }
    return (text, random) -> choices.get(random.nextInt(choices.size())).append(text, random);
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    while (place < pattern.length() && !at('|') && !at(')')) {
      parts.add(repeated(atom()));
    }
    return (text, random) -> parts.forEach(part -> part.append(text, random));
  }

  private Node atom() {
    char each = pattern.charAt(place++);
    return switch (each) {
      case '^', '$' -> (text, random) -> {};
      case '(' -> group();
      case '[' -> oneOf(characterClass());
      case '.' -> oneOf(WORD);
      case '\\' -> oneOf(escaped(pattern.charAt(place++)));
      default -> (text, random) -> text.append(each);
    };
  }

  private Node group() {
    if (pattern.startsWith("?:", place)) {
      place += 2;
    }
    Node inner = alternatives();
    if (pattern.charAt(place++) != ')') {
      throw new IndexOutOfBoundsException("group without an end");
    }
    return inner;
  }

  private static Node oneOf(String characters) {
    return (text, random) -> {
      if (!characters.isEmpty()) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
    };
  }

  private static String escaped(char letter) {
    return switch (letter) {
      case 'd' -> DIGITS;
      case 'w' -> WORD + "_";
      case 's' -> " ";
      case 'D' -> LETTERS;
      case 'S' -> WORD;
      case 'W' -> " -";
      case 'm', 'M', 'y', 'A', 'Z' -> "";
      default -> String.valueOf(letter);
    };
  }

  private String characterClass() {
    boolean negated = at('^');
    if (negated) {
      place++;
    }
    StringBuilder members = new StringBuilder();
    boolean first = true;
    while (first || !at(']')) {
      first = false;
      members.append(member());
    }
    place++;
    if (!negated) {
      return members.toString();
    }
    StringBuilder others = new StringBuilder();
    WORD.chars()
        .filter(each -> members.indexOf(String.valueOf((char) each)) < 0)
        .forEach(each -> others.append((char) each));
    return others.toString();
  }

  private String member() {
    if (pattern.startsWith("[:", place)) {
      int end = pattern.indexOf(":]", place);
      String name = pattern.substring(place + 2, end);
      place = end + 2;
      return named(name);
    }
    char from = pattern.charAt(place++);
    if (from == '\\') {
      return escaped(pattern.charAt(place++));
    }
    if (at('-') && pattern.charAt(place + 1) != ']') {
      char to = pattern.charAt(place + 1);
      place += 2;
      StringBuilder all = new StringBuilder();
      for (char each = from; each <= to; each++) {
        all.append(each);
      }
      return all.toString();
    }
    return String.valueOf(from);
  }

  private static String named(String name) {
    return switch (name) {
      case "digit" -> DIGITS;
      case "lower" -> LETTERS;
      case "upper" -> LETTERS.toUpperCase(java.util.Locale.ROOT);
      case "space", "blank" -> " ";
      case "xdigit" -> DIGITS + "abcdef";
      case "punct" -> ".,-!";
      default -> WORD;
    };
  }

  private Node repeated(Node node) {
    if (place >= pattern.length()) {
      return node;
    }
    int least;
    int most;
    switch (pattern.charAt(place)) {
      case '*' -> {
        least = 0;
        most = MORE;
        place++;
      }
      case '+' -> {
        least = 1;
        most = MORE;
        place++;
      }
      case '?' -> {
        least = 0;
        most = 1;
        place++;
      }
      case '{' -> {
        int end = pattern.indexOf('}', place);
        String[] bounds = pattern.substring(place + 1, end).split(",", -1);
        least = Integer.parseInt(bounds[0]);
        most =
            bounds.length == 1
                ? least
                : bounds[1].isEmpty() ? least + MORE : Integer.parseInt(bounds[1]);
        place = end + 1;
      }
      default -> {
        return node;
      }
    }
    if (at('?')) {
      place++;
    }
    int from = least;
    int to = most;
    return (text, random) -> {
      for (int i = random.nextInt(from, to + 1); i > 0; i--) {
        node.append(text, random);
      }
    };
  }
}
