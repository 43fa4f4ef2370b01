package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ColumnChange.Backfill;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.List;
import java.util.Optional;

/** Backfills that give rows the same value, where a unique index allows it in one row. */
final class SameForAll {
  private SameForAll() {}

  /** False, with a problem for each index that would refuse the second row. */
  static boolean allowed(Draft draft, Backfill change, Snapshot.Table table) {
    if (change.where().isPresent()) {
      return true;
    }
    List<Snapshot.Index> indexes = indexes(change, table);
    indexes.forEach(
        index ->
            draft.problem(
                change,
                "every row would have the same value in unique index " + index.name(),
                "an expression with another value for each row, or 'where'"));
    return indexes.isEmpty();
  }

  /**
   * With a condition it may be about a single row, which only the rows tell: asked before anything
   * is touched, or where the condition names new columns, before any row is.
   */
  static void look(Draft draft, Backfill change, Snapshot.Table table) {
    Optional<String> where = change.where();
    List<Snapshot.Index> indexes = where.isEmpty() ? List.of() : indexes(change, table);
    if (indexes.isEmpty()) {
      return;
    }
    boolean old =
        Expressions.columns(where.orElseThrow(), table.name()).stream()
            .allMatch(column -> table.column(column).isPresent());
    String title = "Look whether the backfill of " + table.name() + " gives one row its value";
    draft.add(
        old ? Phase.EXPAND : Phase.MIGRATE,
        step(
                title,
                Origin.of(change),
                new Action.Verify(
                    title,
                    indexes.stream()
                        .map(index -> atMostOne(change, table, index, where.orElseThrow()))
                        .toList()))
            .locks(LockMode.ACCESS_SHARE, table.name()));
  }

  /** Rows that the condition names, and those that have the value already; says which. */
  private static Criterion atMostOne(
      Backfill change, Snapshot.Table table, Snapshot.Index index, String where) {
    String have =
        index.columns().stream()
            .map(
                column ->
                    "t."
                        + column
                        + " = "
                        + Types.cast(
                            String.valueOf(change.set().get(column)),
                            table.column(column).orElseThrow().type()))
            .collect(joining(" AND "));
    String key =
        table.rowKey().isEmpty()
            ? "t.*"
            : table.rowKey().stream().map(each -> "t." + each).collect(joining(", "));
    return new Criterion(
        "at most one row gets or has the value that unique index " + index.name() + " allows once",
        "SELECT CASE WHEN count(*) > 1 THEN string_agg(which, '; ' ORDER BY which COLLATE \"C\") ELSE 'one at most' END"
            + " FROM (SELECT ROW("
            + key
            + ")::text AS which FROM "
            + table.name().quoted()
            + " AS t WHERE ("
            + where
            + ") OR ("
            + have
            + ") LIMIT 10) AS doubled",
        "one at most");
  }

  private static List<Snapshot.Index> indexes(Backfill change, Snapshot.Table table) {
    return table.indexes().stream()
        .filter(
            index ->
                index.unique()
                    && !index.columns().isEmpty()
                    && !index.definition().contains(" WHERE ")
                    && index.columns().stream()
                        .allMatch(
                            column ->
                                change.set().containsKey(column)
                                    && isConstant(change.set().get(column))))
        .toList();
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
