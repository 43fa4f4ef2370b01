package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.Backfill;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;

/** Backfills that give every row the same value, where a unique index allows it in one row. */
final class SameForAll {
  private SameForAll() {}

  /** False, with a problem for each index that would refuse the second row. */
  static boolean allowed(Draft draft, Backfill change, Snapshot.Table table) {
    // with a condition it may be about a single row
    if (change.where().isPresent()) {
      return true;
    }
    boolean allowed = true;
    for (Snapshot.Index index : table.indexes()) {
      boolean same =
          index.unique()
              && !index.columns().isEmpty()
              && !index.definition().contains(" WHERE ")
              && index.columns().stream()
                  .allMatch(
                      column ->
                          change.set().containsKey(column) && isConstant(change.set().get(column)));
      if (same) {
        draft.problem(
            change,
            "every row would have the same value in unique index " + index.name(),
            "an expression with another value for each row, or 'where'");
        allowed = false;
      }
    }
    return allowed;
  }

  /**
   * A literal that is not NULL, with a cast or a sign; a function may give another at each call.
   */
  private static boolean isConstant(String expression) {
    boolean plain =
        SqlTokens.significant(expression).stream()
            .noneMatch(token -> token.is("(") || token.isWord("null"));
    boolean literal =
        SqlTokens.significant(expression).stream()
            .anyMatch(token -> token.isString() || token.kind() == Token.Kind.NUMBER);
    return plain && literal && Expressions.columns(expression).isEmpty();
  }
}
