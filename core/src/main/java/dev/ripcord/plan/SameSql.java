package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.IndexChange;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether SQL that a user wrote is what the catalogue prints of an object that exists. The
 * catalogue adds casts and brackets and spells some operators anew; where in doubt the answer is
 * no, and then the name is said to be taken.
 */
final class SameSql {
  private static final Pattern CHECK = Pattern.compile("CHECK \\((.*)\\)( NO INHERIT)?");
  private static final Pattern INDEX =
      Pattern.compile("CREATE (UNIQUE )?INDEX .*? USING (\\w+) \\((.*?)\\)( WHERE \\((.*)\\))?");

  /** Words with which the catalogue's spelling differs in more than casts and brackets. */
  private static final Set<String> SPELT_ANEW =
      Set.of("in", "between", "like", "ilike", "similar", "any", "some", "trim", "extract");

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
    List<Token> mine = SqlTokens.significant(written);
    List<Token> theirs = SqlTokens.significant(printed);
    boolean speltAnew =
        mine.stream().anyMatch(token -> SPELT_ANEW.contains(token.text().toLowerCase(Locale.ROOT)));
    return speltAnew ? things(mine).equals(things(theirs)) : plain(mine).equals(plain(theirs));
  }

  /** Names and literals in their order, without types. */
  private static String things(List<Token> tokens) {
    return withoutCasts(tokens).stream()
        .map(SameSql::folded)
        .filter(text -> text.matches("['\"0-9].*|[\\p{L}_].*"))
        .filter(text -> !SPELT_ANEW.contains(text))
        .filter(text -> !Set.of("array", "and", "not").contains(text))
        .distinct()
        .collect(joining(" "));
  }

  private static String plain(List<Token> tokens) {
    return withoutCasts(tokens).stream()
        .filter(token -> !token.is("(") && !token.is(")"))
        .map(SameSql::folded)
        .map(text -> text.equals("!=") ? "<>" : text)
        .collect(joining(" "));
  }

  private static String folded(Token token) {
    String text = token.text();
    return text.startsWith("'") ? text : unquoted(text);
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
    return at == from
        || text.equals(".")
        || tokens.get(at - 1).is(".")
        || Set.of("varying", "precision", "with", "without", "time", "zone", "[", "]")
            .contains(text);
  }
}
