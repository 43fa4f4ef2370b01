package dev.ripcord.sql;

import dev.ripcord.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads SQL by the rules of PostgreSQL's {@code scan.l} with {@code standard_conforming_strings}
 * on. Never fails: what does not end becomes one {@link Kind#UNTERMINATED} token.
 */
public final class SqlTokens {
  private static final String OPERATORS = "~!@#^&|`?+-*/%<>=";
  private static final String LETS_SIGN_END = "~!@#^&|`?%";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private SqlTokens(String text) {
    this.text = text;
  }

  /** All tokens, spaces and comments too. */
  public static List<Token> of(String text) {
    SqlTokens reader = new SqlTokens(text);
    while (reader.at < text.length()) {
      reader.next();
    }
    return List.copyOf(reader.tokens);
  }

  /** The tokens without spaces and comments. */
  public static List<Token> significant(String text) {
    return of(text).stream().filter(Token::significant).toList();
  }

  /** The first string, quoted name or comment that never ends, or null. */
  public static @Nullable Token unterminated(List<Token> tokens) {
    return tokens.stream().filter(t -> t.kind() == Kind.UNTERMINATED).findFirst().orElse(null);
  }

  private void next() {
    char c = text.charAt(at);
    if (isSpace(c)) {
      add(Kind.SPACE, skip(at, SqlTokens::isSpace));
    } else if (text.startsWith("--", at)) {
      add(Kind.COMMENT, skip(at, d -> d != '\n' && d != '\r'));
    } else if (text.startsWith("/*", at)) {
      addOrUnterminated(Kind.COMMENT, blockCommentEnd());
    } else if (c == '\'') {
      addOrUnterminated(Kind.STRING, stringEnd(at, false));
    } else if (c == '"') {
      addOrUnterminated(Kind.QUOTED_NAME, quotedEnd(at + 1, '"', false));
    } else if (c == '$') {
      dollar();
    } else if (isDigit(c) || (c == '.' && isDigit(peek(at + 1)))) {
      add(Kind.NUMBER, numberEnd());
    } else if (isNameStart(c)) {
      word(c);
    } else if (OPERATORS.indexOf(c) >= 0) {
      add(Kind.OPERATOR, operatorEnd());
    } else {
      boolean pair =
          text.startsWith("::", at) || text.startsWith(":=", at) || text.startsWith("..", at);
      add(Kind.PUNCTUATION, at + (pair ? 2 : 1));
    }
  }

  private void word(char c) {
    char second = peek(at + 1);
    char third = peek(at + 2);
    if (second == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
      addOrUnterminated(Kind.STRING, stringEnd(at + 1, c == 'e' || c == 'E'));
    } else if ((c == 'u' || c == 'U') && second == '&' && third == '\'') {
      addOrUnterminated(Kind.STRING, stringEnd(at + 2, false));
    } else if ((c == 'u' || c == 'U') && second == '&' && third == '"') {
      addOrUnterminated(Kind.QUOTED_NAME, quotedEnd(at + 3, '"', false));
    } else {
      add(Kind.WORD, skip(at, SqlTokens::isNamePart));
    }
  }

  private void dollar() {
    if (isDigit(peek(at + 1))) {
      add(Kind.PARAMETER, skip(at + 1, SqlTokens::isDigit));
      return;
    }
    int tagEnd = isNameStart(peek(at + 1)) ? skip(at + 1, d -> isNamePart(d) && d != '$') : at + 1;
    if (peek(tagEnd) != '$') {
      add(Kind.PUNCTUATION, at + 1);
      return;
    }
    String delimiter = text.substring(at, tagEnd + 1);
    int close = text.indexOf(delimiter, tagEnd + 1);
    addOrUnterminated(Kind.DOLLAR_STRING, close < 0 ? -1 : close + delimiter.length());
  }

  /**
   * The end of a string constant whose quote opens at {@code quote}. A newline between two
   * constants joins them, and the second keeps the escape rules of the first (scan.l,
   * quotecontinue).
   */
  private int stringEnd(int quote, boolean escapes) {
    int end = quotedEnd(quote + 1, '\'', escapes);
    while (end >= 0) {
      int following = continuation(end);
      if (following < 0) {
        return end;
      }
      end = quotedEnd(following + 1, '\'', escapes);
    }
    return -1;
  }

  /** Where the quote of a continued string stands, or -1. */
  private int continuation(int from) {
    boolean newline = false;
    int i = from;
    while (i < text.length()) {
      if (isSpace(text.charAt(i))) {
        newline |= text.charAt(i) == '\n' || text.charAt(i) == '\r';
        i++;
      } else if (text.startsWith("--", i)) {
        i = skip(i, d -> d != '\n' && d != '\r');
      } else {
        return newline && text.charAt(i) == '\'' ? i : -1;
      }
    }
    return -1;
  }

  private int quotedEnd(int from, char quote, boolean escapes) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == quote && peek(i + 1) == quote) {
        i += 2;
      } else if (c == quote) {
        return i + 1;
      } else {
        i += escapes && c == '\\' ? 2 : 1;
      }
    }
    return -1;
  }

  private int blockCommentEnd() {
    int depth = 0;
    int i = at;
    while (i < text.length()) {
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
        if (depth == 0) {
          return i;
        }
      } else {
        i++;
      }
    }
    return -1;
  }

  private int numberEnd() {
    char radix = Character.toLowerCase(peek(at + 1));
    if (text.charAt(at) == '0' && (radix == 'x' || radix == 'o' || radix == 'b')) {
      int end = skip(at + 2, d -> (d < 128 && Character.digit(d, 16) >= 0) || d == '_');
      if (end > at + 2) {
        return end;
      }
    }
    int i = skip(at, d -> isDigit(d) || d == '_');
    if (peek(i) == '.' && peek(i + 1) != '.') {
      i = skip(i + 1, d -> isDigit(d) || d == '_');
    }
    if (peek(i) == 'e' || peek(i) == 'E') {
      int digits = peek(i + 1) == '+' || peek(i + 1) == '-' ? i + 2 : i + 1;
      if (isDigit(peek(digits))) {
        i = skip(digits, d -> isDigit(d) || d == '_');
      }
    }
    return i;
  }

  /** A comment ends an operator; so does a trailing sign, unless a special character is in it. */
  private int operatorEnd() {
    int i = at;
    boolean mayEndInSign = false;
    while (i < text.length()
        && OPERATORS.indexOf(text.charAt(i)) >= 0
        && !text.startsWith("--", i)
        && !text.startsWith("/*", i)) {
      mayEndInSign |= LETS_SIGN_END.indexOf(text.charAt(i)) >= 0;
      i++;
    }
    while (!mayEndInSign && i > at + 1 && "+-".indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }

  private void addOrUnterminated(Kind kind, int end) {
    add(end < 0 ? Kind.UNTERMINATED : kind, end < 0 ? text.length() : end);
  }

  private void add(Kind kind, int end) {
    String piece = text.substring(at, end);
    tokens.add(new Token(kind, piece, at, line));
    line += (int) piece.chars().filter(c -> c == '\n').count();
    at = end;
  }

  private int skip(int from, CharTest test) {
    int i = from;
    while (i < text.length() && test.accepts(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private char peek(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }

  @FunctionalInterface
  private interface CharTest {
    boolean accepts(char c);
  }
}
