package dev.ripcord.secret;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A secret as it may appear in a text: each character as it is or as URLs, JSON, HTML and shells
 * write it, in any mixture; white space of any kind and length where the secret has some.
 */
final class Needle {
  /** Characters of a secret that are taken out when the text ends in the middle of it. */
  private static final int SHORTEST_BEGINNING = 3;

  private static final int LONGEST_GAP = 64;
  private static final List<String> GAPS =
      List.of(
          " ", "\n", "\r", "\t", "+", "\\n", "\\r", "\\t", "\\\n", "%20", "%0a", "%0d", "%09",
          "%2520", "%250a", "%250d", "%2509", "%2b");

  /**
   * A character, or white space.
   *
   * @param forms as it may be written; of the first the case matters
   * @param most how often one of them may follow another
   */
  private record Unit(List<String> forms, int most) {
    int longest() {
      return most * forms.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Where it may end if it begins at one of these places. */
    NavigableSet<Integer> ends(String text, NavigableSet<Integer> starts) {
      NavigableSet<Integer> ends = new TreeSet<>();
      NavigableSet<Integer> fresh = starts;
      for (int i = 0; i < most && !fresh.isEmpty(); i++) {
        NavigableSet<Integer> next = new TreeSet<>();
        for (int start : fresh) {
          for (int form = 0; form < forms.size(); form++) {
            String written = forms.get(form);
            if (text.regionMatches(form > 0, start, written, 0, written.length())
                && ends.add(start + written.length())) {
              next.add(start + written.length());
            }
          }
        }
        fresh = next;
      }
      return ends;
    }
  }

  private final List<Unit> units = new ArrayList<>();
  private final String beginnings;

  /**
   * @param secret not blank
   */
  Needle(String secret) {
    boolean gap = false;
    for (int character : secret.strip().codePoints().toArray()) {
      boolean white = Character.isWhitespace(character);
      if (!white) {
        units.add(new Unit(forms(character), 1));
      } else if (!gap) {
        units.add(new Unit(GAPS, LONGEST_GAP));
      }
      gap = white;
    }
    this.beginnings =
        units.getFirst().forms().stream().map(form -> form.substring(0, 1)).collect(joining());
  }

  /** How many characters a match can have. */
  int longest() {
    return units.stream().mapToInt(Unit::longest).sum();
  }

  /** Where a match that begins here ends, or -1. A beginning at the end of the text counts. */
  int match(String text, int start) {
    if (beginnings.indexOf(text.charAt(start)) < 0) {
      return -1;
    }
    NavigableSet<Integer> reached = new TreeSet<>(List.of(start));
    for (int i = 0; i < units.size(); i++) {
      if (i >= SHORTEST_BEGINNING && reached.last() == text.length()) {
        return text.length();
      }
      reached = units.get(i).ends(text, reached);
      if (reached.isEmpty()) {
        return -1;
      }
    }
    return reached.last();
  }

  private static List<String> forms(int character) {
    String plain = Character.toString(character);
    StringBuilder percent = new StringBuilder();
    for (byte each : plain.getBytes(StandardCharsets.UTF_8)) {
      percent.append('%').append(HexFormat.of().toHexDigits(each));
    }
    StringBuilder unicode = new StringBuilder();
    plain
        .chars()
        .forEach(each -> unicode.append("\\u").append(HexFormat.of().toHexDigits((char) each)));
    List<String> forms =
        new ArrayList<>(
            List.of(
                plain,
                percent.toString(),
                percent.toString().replace("%", "%25"),
                unicode.toString(),
                "&#" + character + ";",
                "&#x" + Integer.toHexString(character) + ";",
                "\\" + plain));
    forms.addAll(
        switch (character) {
          case '&' -> List.of("&amp;");
          case '<' -> List.of("&lt;");
          case '>' -> List.of("&gt;");
          case '"' -> List.of("&quot;");
          case '\'' -> List.of("&apos;", "&#039;", "'\\''", "'\"'\"'", "''");
          case '$' -> List.of("$$");
          default -> List.<String>of();
        });
    return List.copyOf(forms);
  }
}
