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

  /** The unqualified names that could be columns, as PostgreSQL folds them. */
  public static Set<Identifier> columns(String expression) {
    return find(expression, null);
  }

  /** Likewise, with those that the table qualifies. */
  public static Set<Identifier> columns(String expression, QualifiedName table) {
    return find(expression, table);
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
