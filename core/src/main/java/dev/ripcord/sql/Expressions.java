package dev.ripcord.sql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds and replaces the columns that an expression over one table's row refers to, by position: no
 * function, type, keyword, alias, named argument or text is taken for a column. In a sub-select an
 * unqualified name is taken for the row's column; qualify the inner table's columns.
 */
public final class Expressions {
  private Expressions() {}

  /** {@link #rename(String, QualifiedName, Map)} in which a qualified name is never touched. */
  public static String rename(String expression, Map<Identifier, Identifier> names) {
    return replace(expression, null, names);
  }

  /**
   * The expression over other columns.
   *
   * @param table whose columns also count when written {@code table.column} or {@code
   *     schema.table.column}
   * @param names old to new
   */
  public static String rename(
      String expression, QualifiedName table, Map<Identifier, Identifier> names) {
    return replace(expression, table, names);
  }

  /**
   * The expression with texts in the place of columns, such as {@code NEW.total} for {@code total};
   * a qualifier goes with its column.
   *
   * @param table whose columns also count when written {@code table.column} or {@code
   *     schema.table.column}
   * @param texts column to what stands in its place
   */
  public static String substitute(
      String expression, QualifiedName table, Map<Identifier, String> texts) {
    List<Token> tokens = SqlTokens.significant(expression);
    StringBuilder changed = new StringBuilder();
    int copied = 0;
    for (Token token : ColumnReferences.in(tokens, table)) {
      String text = texts.get(Names.identifier(token));
      if (text != null) {
        changed.append(expression, copied, start(tokens, token)).append(text);
        copied = token.end();
      }
    }
    return changed.append(expression, copied, expression.length()).toString();
  }

  /** Where the column reference begins, its qualifiers included. */
  private static int start(List<Token> tokens, Token column) {
    int at = tokens.indexOf(column);
    while (at >= 2 && tokens.get(at - 1).is(".")) {
      at -= 2;
    }
    return tokens.get(at).start();
  }

  /** The unqualified names that could be columns, as PostgreSQL folds them. */
  public static Set<Identifier> columns(String expression) {
    return find(expression, null);
  }

  /** Likewise, with those that the table qualifies. */
  public static Set<Identifier> columns(String expression, QualifiedName table) {
    return find(expression, table);
  }

  /**
   * What an element of an index is built over: a column, a function of something, or an expression
   * in parentheses, without the collation, operator class and order that may follow.
   */
  public static String operand(String element) {
    int depth = 0;
    int end = 0;
    for (Token token : SqlTokens.significant(element)) {
      boolean goesOn =
          end == 0 || depth > 0 || token.is("(") || token.is(".") || element.charAt(end - 1) == '.';
      if (!goesOn) {
        break;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      end = token.end();
    }
    return element.substring(0, end);
  }

  private static Set<Identifier> find(String expression, @Nullable QualifiedName table) {
    Set<Identifier> columns = new LinkedHashSet<>();
    for (Token token : ColumnReferences.in(SqlTokens.significant(expression), table)) {
      columns.add(Names.identifier(token));
    }
    return columns;
  }

  private static String replace(
      String expression, @Nullable QualifiedName table, Map<Identifier, Identifier> names) {
    List<Token> references = ColumnReferences.in(SqlTokens.significant(expression), table);
    StringBuilder changed = new StringBuilder();
    int copied = 0;
    for (Token token : references) {
      Identifier other = names.get(Names.identifier(token));
      if (other != null) {
        changed.append(expression, copied, token.start()).append(other.quoted());
        copied = token.end();
      }
    }
    return changed.append(expression, copied, expression.length()).toString();
  }
}
