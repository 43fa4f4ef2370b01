package dev.ripcord.trigger;

import dev.ripcord.trigger.grammar.ConditionParser;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says in the field's words what the parser stumbles over. */
final class SyntaxFlaws extends BaseErrorListener {
  private static final String OPERAND = "a metric, a number, baseline or a bracket";

  private final Flaws flaws;

  SyntaxFlaws(Flaws flaws) {
    this.flaws = flaws;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object symbol,
      int line,
      int column,
      String message,
      @Nullable RecognitionException cause) {
    if (recognizer instanceof Parser parser && symbol instanceof Token token) {
      Token end = parser.getTokenStream().LT(-1);
      String what =
          token.getType() != Token.EOF
              ? Flaws.shown(token.getText()) + " stands in the wrong place"
              : end == null
                  ? "the condition is empty"
                  : "the condition ends after " + Flaws.shown(end.getText());
      IntervalSet expected =
          cause == null || cause.getExpectedTokens() == null
              ? parser.getExpectedTokens()
              : cause.getExpectedTokens();
      int offset =
          token.getType() == Token.EOF && end != null
              ? end.getStopIndex() + 1
              : Math.max(0, token.getStartIndex());
      flaws.add(offset, what, expected(expected, token));
    }
  }

  private static String expected(IntervalSet set, Token found) {
    if (set.contains(ConditionParser.NUMBER) && !set.contains(ConditionParser.OPEN)) {
      return "a duration such as 5 minutes";
    }
    if (set.contains(ConditionParser.NOT)) {
      return OPERAND;
    }
    if (set.contains(ConditionParser.WORD) && set.size() == 1) {
      return "the name of a metric";
    }
    if (set.contains(ConditionParser.CLOSE)) {
      return set.size() == 1 || found.getType() == Token.EOF
          ? ")"
          : ") or " + TokenRepair.OPERATORS;
    }
    return found.getType() == ConditionParser.CLOSE
        ? "a ( before it, or nothing here"
        : TokenRepair.OPERATORS;
  }
}
