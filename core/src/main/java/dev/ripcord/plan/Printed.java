package dev.ripcord.plan;

import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Compares SQL as people write it with SQL as PostgreSQL prints it, which casts constants, puts
 * parentheses around the whole, and qualifies names. What is found the same is the same; some of
 * what is the same is not found.
 */
final class Printed {
  private static final Set<String> TYPES =
      Set.of("interval", "date", "time", "timestamp", "timestamptz", "numeric", "bytea", "uuid");
  private static final Set<String> GOES_ON =
      Set.of("with", "without", "time", "zone", "precision", "varying");

  private static final Set<String> NOT_PLAIN =
      Set.of("or", "not", "join", "union", "except", "intersect", "+", "-", "*", "/", "||");

  private Printed() {}

  static boolean same(String one, String other) {
    return normal(one).equals(normal(other));
  }

  /**
   * Whether a simple query is what PostgreSQL printed: over one table, whose name it may have put
   * before columns, and without anything whose meaning hangs on parentheses.
   */
  static boolean sameQuery(String written, String printed) {
    List<String> one = plain(normal(written));
    List<String> other = plain(normal(printed));
    return !one.isEmpty() && one.equals(other);
  }

  private static List<String> plain(List<String> normal) {
    boolean simple =
        normal.stream().filter("select"::equals).count() == 1
            && normal.stream().noneMatch(NOT_PLAIN::contains)
            && !commaBehindFrom(normal);
    if (!simple) {
      return List.of();
    }
    List<String> plain = new ArrayList<>();
    int from = normal.indexOf("from");
    boolean inSchema = from + 2 < normal.size() && normal.get(from + 2).equals(".");
    int tableEnd = from + (inSchema ? 3 : 1);
    for (int i = 0; i < normal.size(); i++) {
      boolean qualifies = i + 1 < normal.size() && normal.get(i + 1).equals(".");
      if (qualifies && (i < from || i > tableEnd)) {
        i++;
      } else if (!Set.of("(", ")", ";").contains(normal.get(i))) {
        plain.add(normal.get(i));
      }
    }
    return plain;
  }

  private static boolean commaBehindFrom(List<String> normal) {
    int from = normal.indexOf("from");
    return from < 0 || normal.subList(from, normal.size()).contains(",");
  }

  /** Whether it is one constant, so that its value is the same whenever it is asked for. */
  static boolean constant(String expression) {
    List<String> normal = normal(expression);
    if (normal.size() == 2 && normal.getFirst().equals("-")) {
      return Character.isDigit(normal.getLast().charAt(0));
    }
    return normal.size() == 1
        && (Set.of("true", "false").contains(normal.getFirst())
            || normal.getFirst().startsWith("'")
            || normal.getFirst().startsWith("E'")
            || Character.isDigit(normal.getFirst().charAt(0)));
  }

  /** The words and signs that are left when what PostgreSQL adds is taken away. */
  static List<String> normal(String text) {
    List<Token> tokens = withoutParentheses(SqlTokens.significant(text));
    List<String> normal = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean last = i + 1 == tokens.size();
      if (token.isWord("public") && !last && tokens.get(i + 1).is(".")) {
        i++;
      } else if (token.isString()) {
        i = afterCast(tokens, i + 1) - 1;
        constant(token.text(), normal);
      } else if (last || !tokens.get(i + 1).isString() || !TYPES.contains(lower(token))) {
        // else it is the type of the constant that follows
        normal.add(token.kind() == Token.Kind.WORD ? lower(token) : token.text());
      }
    }
    return normal;
  }

  /** A number is printed without quotes where it is not negative, with quotes where it is. */
  private static void constant(String text, List<String> normal) {
    String number = text.substring(1, Math.max(1, text.length() - 1));
    if (!text.startsWith("'") || !number.matches("-?[0-9]+(\\.[0-9]+)?")) {
      normal.add(text);
      return;
    }
    if (number.startsWith("-")) {
      normal.add("-");
      normal.add(number.substring(1));
    } else {
      normal.add(number);
    }
  }

  /** Where the text goes on behind {@code ::type}, if that comes at this place. */
  private static int afterCast(List<Token> tokens, int from) {
    if (from + 1 >= tokens.size() || !tokens.get(from).is("::")) {
      return from;
    }
    int at = from + 2;
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      if (token.is(".")) {
        at += 2;
      } else if (token.is("(")) {
        while (at < tokens.size() && !tokens.get(at).is(")")) {
          at++;
        }
        at++;
      } else if (token.is("[") || token.is("]") || GOES_ON.contains(lower(token))) {
        at++;
      } else {
        break;
      }
    }
    return Math.min(at, tokens.size());
  }

  private static List<Token> withoutParentheses(List<Token> tokens) {
    List<Token> rest = tokens;
    while (enclosed(rest)) {
      rest = rest.subList(1, rest.size() - 1);
    }
    return rest;
  }

  private static boolean enclosed(List<Token> tokens) {
    if (tokens.size() < 2 || !tokens.getFirst().is("(")) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (depth == 0) {
        return i == tokens.size() - 1;
      }
    }
    return false;
  }

  private static String lower(Token token) {
    return token.text().toLowerCase(Locale.ROOT);
  }
}
