package dev.ripcord.trigger;

import dev.ripcord.problem.Nearest;
import dev.ripcord.trigger.grammar.ConditionLexer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Mends misspelt and foreign words before parsing, each with a flaw, so that the parser finds what
 * else is wrong and does not trip over the same word again.
 */
final class TokenRepair {
  static final String OPERATORS = "an operator such as >, +, and, or, for";

  private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Set<Integer> BEFORE_OPERAND =
      Set.of(
          ConditionLexer.WORD,
          ConditionLexer.NUMBER,
          ConditionLexer.OPEN,
          ConditionLexer.BASELINE,
          ConditionLexer.NOT);
  private static final Set<Integer> AFTER_OPERAND =
      Set.of(
          ConditionLexer.CLOSE,
          ConditionLexer.PERCENT,
          ConditionLexer.BASELINE,
          ConditionLexer.UNCHANGED,
          ConditionLexer.INCREASING,
          ConditionLexer.DECREASING);
  private static final Map<String, Integer> OPERATING =
      Map.of(
          "and", ConditionLexer.AND,
          "or", ConditionLexer.OR,
          "for", ConditionLexer.FOR,
          "unchanged", ConditionLexer.UNCHANGED,
          "increasing", ConditionLexer.INCREASING,
          "decreasing", ConditionLexer.DECREASING);

  /** What other languages, and people, say instead. */
  private static final Map<String, String> SAID =
      Map.ofEntries(
          Map.entry("&&", "and"),
          Map.entry("||", "or"),
          Map.entry("!", "not"),
          Map.entry("==", "="),
          Map.entry("<>", "!="),
          Map.entry("=<", "<="),
          Map.entry("=>", ">="),
          Map.entry("\u2264", "<="),
          Map.entry("\u2265", ">="),
          Map.entry("\u2260", "!="),
          Map.entry("\u00D7", "*"),
          Map.entry("above", ">"),
          Map.entry("over", ">"),
          Map.entry("exceeds", ">"),
          Map.entry("below", "<"),
          Map.entry("under", "<"),
          Map.entry("is", "="),
          Map.entry("equals", "="),
          Map.entry("during", "for"),
          Map.entry("constant", "unchanged"),
          Map.entry("rising", "increasing"),
          Map.entry("falling", "decreasing"));

  private static final Map<String, Integer> TYPES =
      Map.ofEntries(
          Map.entry("and", ConditionLexer.AND),
          Map.entry("or", ConditionLexer.OR),
          Map.entry("not", ConditionLexer.NOT),
          Map.entry("for", ConditionLexer.FOR),
          Map.entry("unchanged", ConditionLexer.UNCHANGED),
          Map.entry("increasing", ConditionLexer.INCREASING),
          Map.entry("decreasing", ConditionLexer.DECREASING),
          Map.entry("=", ConditionLexer.EQUAL),
          Map.entry("!=", ConditionLexer.UNEQUAL),
          Map.entry("<", ConditionLexer.LESS),
          Map.entry("<=", ConditionLexer.AT_MOST),
          Map.entry(">", ConditionLexer.GREATER),
          Map.entry(">=", ConditionLexer.AT_LEAST),
          Map.entry("*", ConditionLexer.STAR));

  private final Flaws flaws;
  private final List<Token> mended = new ArrayList<>();

  private TokenRepair(Flaws flaws) {
    this.flaws = flaws;
  }

  /** The tokens to parse. */
  static List<Token> mend(List<? extends Token> tokens, Flaws flaws) {
    TokenRepair repair = new TokenRepair(flaws);
    for (int i = 0; i < tokens.size(); i++) {
      repair.take(tokens.get(i), i + 1 < tokens.size() ? tokens.get(i + 1).getType() : Token.EOF);
    }
    return repair.mended;
  }

  private void take(Token token, int next) {
    switch (token.getType()) {
      case ConditionLexer.WORD -> word(token, next);
      case ConditionLexer.FOREIGN -> instead(token, said(token).orElseThrow());
      case ConditionLexer.OTHER ->
          flaws.add(token, shown(token) + " means nothing here", "words, numbers and operators");
      default -> mended.add(token);
    }
  }

  private void word(Token token, int next) {
    int before = mended.isEmpty() ? Token.EOF : mended.getLast().getType();
    if (before == ConditionLexer.NUMBER) {
      unit(token);
    } else if (before == ConditionLexer.WORD || AFTER_OPERAND.contains(before)) {
      operator(token);
    } else {
      operand(token, next);
    }
  }

  private void unit(Token token) {
    if (Unit.of(token.getText()).isPresent()) {
      mended.add(token);
      return;
    }
    List<String> known = new ArrayList<>(Unit.spellings());
    known.addAll(OPERATING.keySet());
    String text = token.getText();
    // M may be meant as a minute, a megabyte or a million
    Optional<String> meant =
        text.length() == 1 ? Optional.empty() : said(token).or(() -> Nearest.of(text, known));
    if (meant.isPresent() && TYPES.containsKey(meant.get())) {
      instead(token, meant.get());
      return;
    }
    flaws.add(
        token,
        shown(token) + " is no unit",
        meant.orElse("%, ms, s, m, h, d, B, kB, MB, GB or TB, or an operator"));
    mended.add(copy(token, ConditionLexer.WORD, meant.orElse("s")));
  }

  private void operator(Token token) {
    Optional<String> meant = said(token).or(() -> Nearest.of(token.getText(), OPERATING.keySet()));
    if (meant.isPresent()) {
      instead(token, meant.get());
    } else {
      flaws.add(token, shown(token) + " stands where an operator belongs", OPERATORS);
    }
  }

  private void operand(Token token, int next) {
    String text = token.getText();
    if (BEFORE_OPERAND.contains(next) && Nearest.within(1, text, Set.of("not")).isPresent()) {
      instead(token, "not");
    } else if (Nearest.within(1, text, Set.of("baseline")).isPresent()) {
      flaws.add(token, shown(token) + " is misspelt", "baseline");
      mended.add(copy(token, ConditionLexer.BASELINE, "baseline"));
    } else {
      if (!METRIC.matcher(text).matches()) {
        flaws.add(
            token,
            shown(token) + " is not the name of a metric",
            "lower case letters, digits and _, such as "
                + text.toLowerCase(Locale.ROOT).replaceAll("^_+", ""));
      }
      mended.add(token);
    }
  }

  private void instead(Token token, String meant) {
    flaws.add(token, shown(token) + " is no word of a condition", meant);
    mended.add(copy(token, TYPES.getOrDefault(meant, ConditionLexer.WORD), meant));
  }

  private static Optional<String> said(Token token) {
    return Optional.ofNullable(SAID.get(token.getText().toLowerCase(Locale.ROOT)));
  }

  private static Token copy(Token token, int type, String text) {
    CommonToken copy = new CommonToken(token);
    copy.setType(type);
    copy.setText(text);
    return copy;
  }

  private static String shown(Token token) {
    return Flaws.shown(token.getText());
  }
}
