package dev.ripcord.plan;

import dev.ripcord.migration.IndexChange;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether SQL that a user wrote is what the catalogue prints of an object that exists. The
 * catalogue adds casts and brackets and spells some operators anew; where in doubt the answer is
 * no, and then the name is said to be taken.
 */
final class SameSql {
  private static final Pattern CHECK = Pattern.compile("CHECK \\((.*)\\)( NO INHERIT)?");
  private static final Pattern INDEX =
      Pattern.compile("CREATE (UNIQUE )?INDEX .*? USING (\\w+) \\((.*?)\\)( WHERE \\((.*)\\))?");

  /** A bracket behind one of these groups; behind any other name it calls. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "any",
          "all",
          "array",
          "is",
          "null",
          "between",
          "like",
          "ilike",
          "case",
          "when",
          "then",
          "else",
          "end",
          "from",
          "distinct");

  private static final Set<String> COMPARISONS =
      Set.of("=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*");

  private SameSql() {}

  /**
   * @param definition as {@code pg_get_constraintdef} prints it; one that is not valid is not the
   *     same yet
   */
  static boolean check(String expression, String definition) {
    Matcher matcher = CHECK.matcher(definition);
    return matcher.matches() && same(expression, matcher.group(1));
  }

  /**
   * @param definition as {@code pg_get_indexdef} prints it
   */
  static boolean index(IndexChange.CreateIndex change, String definition) {
    Matcher matcher = INDEX.matcher(definition);
    if (!matcher.matches()) {
      return false;
    }
    String columns = String.join(", ", change.columns());
    String where = matcher.group(5);
    return change.unique() == (matcher.group(1) != null)
        && change.method().equals(matcher.group(2))
        && same(columns.replaceAll("(?i)\\basc\\b", ""), matcher.group(3))
        && (where == null
            ? change.where().isEmpty()
            : change.where().filter(wanted -> same(wanted, where)).isPresent());
  }

  private static boolean same(String written, String printed) {
    List<String> mine = spelt(plain(SqlTokens.significant(written)));
    return !hangsOnBrackets(mine) && mine.equals(plain(SqlTokens.significant(printed)));
  }

  /** Without casts and without brackets that only group. */
  private static List<String> plain(List<Token> tokens) {
    List<String> plain = new ArrayList<>();
    Deque<String> groups = new ArrayDeque<>();
    Token before = null;
    for (Token token : withoutCasts(tokens)) {
      if (token.is("(")) {
        String group = before == null ? "" : group(before, groups.peek());
        groups.push(group);
        if (!group.isEmpty()) {
          plain.add("(");
        }
      } else if (token.is(")")) {
        if (!groups.isEmpty() && !groups.pop().isEmpty()) {
          plain.add(")");
        }
      } else {
        plain.add(folded(token));
      }
      before = token;
    }
    return plain;
  }

  /** What a bracket behind a token opens: a call, the list of an IN, or a mere group. */
  private static String group(Token before, @Nullable String around) {
    if (before.isWord("in")) {
      // position('x' IN (text)) has no list
      return "position".equals(around) ? "" : "in";
    }
    return before.isName() && !KEYWORDS.contains(folded(before)) ? folded(before) : "";
  }

  /** As the catalogue spells it (the parser's {@code transformAExprIn} and its neighbours). */
  private static List<String> spelt(List<String> written) {
    List<String> spelt = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      boolean not = written.get(i).equals("not") && i + 1 < written.size();
      String word = not ? written.get(i + 1) : written.get(i);
      int end = word.equals("in") ? listEnd(written, not ? i + 2 : i + 1) : -1;
      if (word.equals("like") || word.equals("ilike")) {
        spelt.add((not ? "!~~" : "~~") + (word.equals("ilike") ? "*" : ""));
        i += not ? 1 : 0;
      } else if (end > 0) {
        List<String> items = written.subList(not ? i + 3 : i + 2, end);
        boolean one = !items.contains(",");
        spelt.add(not ? "<>" : "=");
        spelt.addAll(one ? List.of() : List.of(not ? "all" : "any", "array", "["));
        spelt.addAll(items);
        spelt.addAll(one ? List.of() : List.of("]"));
        i = end;
      } else if (word.equals("between") && !not && i + 3 < written.size() && i > 0) {
        boolean simple =
            written.get(i + 2).equals("and")
                && (i == 1 || Set.of("and", "or").contains(written.get(i - 2)));
        if (simple) {
          spelt.addAll(List.of(">=", written.get(i + 1), "and", written.get(i - 1), "<="));
          i += 2;
        } else {
          spelt.add(word);
        }
      } else {
        spelt.add(written.get(i));
      }
    }
    return spelt;
  }

  /** Where the list that opens at a place closes; -1 if none opens there. */
  private static int listEnd(List<String> tokens, int at) {
    if (at >= tokens.size() || !tokens.get(at).equals("(")) {
      return -1;
    }
    int end = tokens.subList(at, tokens.size()).indexOf(")");
    return end < 0 || tokens.subList(at + 1, at + end).contains("(") ? -1 : at + end;
  }

  /** Whether it could mean something else with other brackets. */
  private static boolean hangsOnBrackets(List<String> tokens) {
    long links = tokens.stream().filter(each -> each.equals("and") || each.equals("or")).count();
    long comparisons = tokens.stream().filter(COMPARISONS::contains).count();
    long others =
        tokens.stream()
            .filter(each -> each.matches("[-+*/<>=~!@#%^&|`?]+") && !COMPARISONS.contains(each))
            .count();
    boolean negates =
        IntStream.range(0, tokens.size())
            .filter(i -> tokens.get(i).equals("not"))
            .anyMatch(i -> i == 0 || !tokens.get(i - 1).equals("is"));
    return negates
        || (tokens.contains("and") && tokens.contains("or"))
        || comparisons > links + 1
        || others > 1;
  }

  private static String folded(Token token) {
    String text = token.text();
    return text.equals("!=") ? "<>" : text.startsWith("'") ? text : unquoted(text);
  }

  /** {@code "name"} is name; {@code "Name"} stays apart from it. */
  private static String unquoted(String text) {
    return text.matches("\"[a-z_][a-z0-9_]*\"")
        ? text.substring(1, text.length() - 1)
        : text.startsWith("\"") ? text : text.toLowerCase(Locale.ROOT);
  }

  /** Without {@code ::} and the type after it. */
  private static List<Token> withoutCasts(List<Token> tokens) {
    List<Token> left = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      if (tokens.get(at).is("::")) {
        at = afterType(tokens, at + 1);
      } else {
        left.add(tokens.get(at++));
      }
    }
    return left;
  }

  private static int afterType(List<Token> tokens, int from) {
    int at = from;
    while (at < tokens.size() && belongs(tokens, at, from)) {
      at++;
    }
    return at;
  }

  private static boolean belongs(List<Token> tokens, int at, int from) {
    String text = tokens.get(at).text().toLowerCase(Locale.ROOT);
    boolean array =
        (text.equals("[") && at + 1 < tokens.size() && tokens.get(at + 1).is("]"))
            || (text.equals("]") && tokens.get(at - 1).is("["));
    return at == from
        || array
        || text.equals(".")
        || tokens.get(at - 1).is(".")
        || Set.of("varying", "precision", "with", "without", "time", "zone").contains(text);
  }
}
