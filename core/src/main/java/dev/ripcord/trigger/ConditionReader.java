package dev.ripcord.trigger;

import dev.ripcord.trigger.grammar.ConditionLexer;
import dev.ripcord.trigger.grammar.ConditionParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Reads conditions, or says everything that keeps a text from being one. */
public final class ConditionReader {
  /** Words of the language, which no metric can have as its name. */
  public static final Set<String> KEYWORDS =
      Set.of("and", "or", "not", "for", "baseline", "unchanged", "increasing", "decreasing");

  /** Nobody can judge a longer condition in an incident. */
  private static final int LONGEST = 1000;

  private static final int DEEPEST = 30;

  private ConditionReader() {}

  /**
   * One thing wrong with a text.
   *
   * @param column from 1, in code points
   * @param what is wrong
   * @param expected instead
   */
  public record Flaw(int column, String what, String expected) {}

  /**
   * What a text is.
   *
   * @param condition present if nothing is wrong
   * @param flaws in the order of the text
   */
  public record Read(Optional<Condition> condition, List<Flaw> flaws) {
    public Read {
      flaws = List.copyOf(flaws);
      if (condition.isPresent() != flaws.isEmpty()) {
        throw new IllegalArgumentException("a text is a condition or has flaws");
      }
    }
  }

  /** Reads a text of one or more lines. */
  public static Read read(String text) {
    Flaws flaws = new Flaws();
    Condition condition = condition(text, flaws);
    if (condition == null && flaws.none()) {
      flaws.add(0, "this is no condition", "one such as error_rate > baseline * 5 for 5 minutes");
    }
    return flaws.none() && condition != null
        ? new Read(Optional.of(condition), List.of())
        : new Read(Optional.empty(), flaws.inOrder());
  }

  /**
   * Reads what is known to be a condition.
   *
   * @throws IllegalArgumentException with everything that is wrong, if it is none
   */
  public static Condition parse(String text) {
    Read read = read(text);
    return read.condition()
        .orElseThrow(() -> new IllegalArgumentException(text + ": " + read.flaws()));
  }

  private static @Nullable Condition condition(String text, Flaws flaws) {
    if (text.isBlank()) {
      flaws.add(0, "the condition is empty", "one such as error_rate > baseline * 5 for 5 minutes");
      return null;
    }
    int length = text.codePointCount(0, text.length());
    if (length > LONGEST) {
      flaws.add(0, "the condition has " + length + " characters", "at most " + LONGEST);
      return null;
    }
    ConditionLexer lexer = new ConditionLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    List<Token> tokens = TokenRepair.mend(lexer.getAllTokens(), flaws);
    if (tokens.isEmpty() || tooDeep(tokens, flaws)) {
      return null;
    }
    ConditionParser parser =
        new ConditionParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    parser.addErrorListener(new SyntaxFlaws(flaws));
    return new ConditionBuilder(flaws, text).condition(parser.condition().expression());
  }

  /** What is nested too deep would exhaust the stack of the parser. */
  private static boolean tooDeep(List<Token> tokens, Flaws flaws) {
    int depth = 0;
    for (Token token : tokens) {
      depth +=
          switch (token.getType()) {
            case ConditionLexer.OPEN, ConditionLexer.NOT -> 1;
            case ConditionLexer.CLOSE -> depth > 0 ? -1 : 0;
            default -> 0;
          };
      if (depth > DEEPEST) {
        flaws.add(token, "too many brackets and nots", "at most " + DEEPEST + " in each other");
        return true;
      }
    }
    return false;
  }
}
