package dev.ripcord.sql;

import dev.ripcord.sql.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over an expression. The idea: a column can stand only where an operand may begin, so the
 * pass remembers whether the token before ended an operand.
 */
final class ColumnReferences {
  private static final Set<String> CONSTANTS =
      Set.of(
          "true",
          "false",
          "null",
          "default",
          "end",
          "current_catalog",
          "current_date",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "localtime",
          "localtimestamp",
          "session_user",
          "system_user",
          "user",
          "isnull",
          "notnull");
  private static final Set<String> INTERVAL_FIELDS =
      Set.of("year", "month", "day", "hour", "minute", "second");
  private static final Set<String> END_OF_TABLES =
      Set.of(
          "on",
          "using",
          "where",
          "group",
          "having",
          "order",
          "limit",
          "offset",
          "fetch",
          "union",
          "intersect",
          "except",
          "window",
          "for");

  private final List<Token> tokens;
  private final @Nullable QualifiedName table;
  private final List<Token> found = new ArrayList<>();
  private final Deque<Group> groups = new ArrayDeque<>();
  private boolean afterOperand;
  private int at;

  /** A pair of parentheses: does it hold a query, and are we among its tables? */
  private static final class Group {
    private boolean query;
    private boolean tables;
  }

  private ColumnReferences(List<Token> tokens, @Nullable QualifiedName table) {
    this.tokens = tokens;
    this.table = table;
    groups.push(new Group());
  }

  static List<Token> in(List<Token> significant, @Nullable QualifiedName table) {
    ColumnReferences pass = new ColumnReferences(significant, table);
    while (pass.at < significant.size()) {
      pass.step(significant.get(pass.at));
    }
    return pass.found;
  }

  private void step(Token token) {
    if (token.isName()) {
      name(token);
    } else if (token.is("::")) {
      at++;
      type();
    } else {
      if (token.is("(")) {
        groups.push(new Group());
      } else if (token.is(")") && groups.size() > 1) {
        groups.pop();
      }
      afterOperand =
          switch (token.kind()) {
            case STRING, DOLLAR_STRING, NUMBER, PARAMETER -> true;
            default -> token.is(")") || token.is("]");
          };
      at++;
    }
  }

  private void name(Token token) {
    String word = token.kind() == Kind.WORD ? token.lower() : "";
    if (!word.isEmpty() && Keywords.neverColumn(word)) {
      keyword(word);
    } else if (previous(1).is(".") || standsWhereNoColumnCan(word)) {
      skipName();
    } else if (word.equals("time") && next(1).isWord("zone")) {
      afterOperand = !previous(1).isWord("at");
      at += 2;
    } else if (word.equals("nulls") && (next(1).isWord("first") || next(1).isWord("last"))) {
      at += 2;
    } else if (word.equals("partition") && next(1).isWord("by")) {
      at += 2;
    } else if (continuesKeyword(word)) {
      at++;
    } else if (afterOperand) {
      infix(word);
    } else if (groups.element().tables) {
      skipName();
    } else if (next(1).is(".")) {
      qualified();
    } else if (next(1).is("(")) {
      function(word);
    } else {
      if (!next(1).isString() && !namesArgument()) {
        found.add(token);
      }
      afterOperand = !namesArgument();
      at++;
    }
  }

  /** {@code is unknown}, {@code with name as (…)}, {@code double precision '1'}. */
  private boolean standsWhereNoColumnCan(String word) {
    return previous(1).isWord("is")
        || (previous(1).isWord("not") && previous(2).isWord("is"))
        || (next(1).isWord("as") && next(2).is("("))
        || (word.equals("double") && next(1).isWord("precision"));
  }

  /** {@code not between}, {@code order by}, {@code group by}. */
  private boolean continuesKeyword(String word) {
    return (word.equals("between") && previous(1).isWord("not"))
        || (word.equals("by") && (previous(1).isWord("order") || previous(1).isWord("group")));
  }

  private boolean namesArgument() {
    return next(1).is(":=") || (next(1).kind() == Kind.OPERATOR && next(1).text().equals("=>"));
  }

  private void keyword(String word) {
    Group group = groups.element();
    at++;
    afterOperand = CONSTANTS.contains(word);
    switch (word) {
      case "select" -> group.query = true;
      case "from", "join" -> group.tables = group.query && !isDistinctFrom();
      case "collate" -> skipQualified();
      case "as" -> type();
      case "array" -> afterOperand = false;
      default -> {
        if (END_OF_TABLES.contains(word)) {
          group.tables = false;
        }
      }
    }
  }

  private boolean isDistinctFrom() {
    return previous(2).isWord("distinct");
  }

  /** Behind an operand: an infix or a closing word, never a column. */
  private void infix(String word) {
    if (INTERVAL_FIELDS.contains(word)) {
      at += next(1).isWord("to") ? 3 : 1;
    } else {
      afterOperand = groups.element().tables;
      at++;
      if (word.equals("precision") || word.equals("varying")) {
        afterOperand = true;
      }
    }
  }

  /** {@code extract(year from …)}: the field is no column. */
  private void function(String word) {
    at++;
    afterOperand = false;
    if (word.equals("extract") && next(1).isName() && next(2).isWord("from")) {
      groups.push(new Group());
      at += 2;
    }
  }

  /** {@code a.b}, {@code a.b.c}, {@code a.f(…)}, {@code a.*}. */
  private void qualified() {
    int from = at;
    skipQualified();
    Token last = tokens.get(at - 1);
    boolean ours = last.isName() && !next(0).is("(") && qualifiesTable(from, at - 1);
    if (ours) {
      found.add(last);
    }
    afterOperand = !next(0).is("(");
  }

  private boolean qualifiesTable(int from, int column) {
    if (table == null) {
      return false;
    }
    int qualifiers = (column - from) / 2;
    boolean name = Names.identifier(tokens.get(column - 2)).equals(table.name());
    return name
        && (qualifiers == 1
            || (qualifiers == 2 && Names.identifier(tokens.get(from)).equals(table.schema())));
  }

  private void type() {
    skipQualified();
    afterOperand = true;
  }

  private void skipName() {
    afterOperand = true;
    at++;
  }

  private void skipQualified() {
    afterOperand = true;
    while (at < tokens.size() && tokens.get(at).isName()) {
      at++;
      if (!next(0).is(".")) {
        return;
      }
      at++;
    }
    if (next(0).kind() == Kind.OPERATOR && next(0).text().equals("*")) {
      at++;
    }
  }

  private Token previous(int back) {
    return next(-back);
  }

  private Token next(int ahead) {
    return at + ahead >= 0 && at + ahead < tokens.size()
        ? tokens.get(at + ahead)
        : new Token(Kind.SPACE, "", 0, 1);
  }
}
