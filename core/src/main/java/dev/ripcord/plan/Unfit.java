package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Which rows a constraint refuses, as SQL. */
final class Unfit {
  private Unfit() {}

  static UnfitRows check(
      Snapshot.Table table,
      Map<Identifier, String> down,
      Snapshot.Constraint check,
      KeptRows kept) {
    String definition = check.definition();
    String expression = definition.substring("CHECK ".length(), definition.lastIndexOf(')') + 1);
    UnfitRows.Fits fits =
        column -> {
          Map<Identifier, String> written = new HashMap<>();
          check.columns().forEach(each -> written.put(each, column.apply(each.quoted())));
          return "(" + Expressions.substitute(expression, table.name(), written) + ") IS NOT FALSE";
        };
    return new UnfitRows(
        table, down, "(" + expression + ") IS FALSE", fits, List.of(), check.columns(), kept);
  }

  /** Where the key would have set NULL, it does so when it comes back. */
  static UnfitRows foreignKey(
      Snapshot.Table table, Map<Identifier, String> down, ForeignKey key, KeptRows kept) {
    UnfitRows.Fits fits = column -> "NOT (" + orphaned(key, column) + ")";
    return new UnfitRows(
        table,
        down.isEmpty() && setsNull(table, key) ? nulls(key) : down,
        orphaned(key, column -> "t." + column),
        fits,
        List.of(),
        key.constraint().columns(),
        kept);
  }

  private static boolean setsNull(Snapshot.Table table, ForeignKey key) {
    boolean all = !key.constraint().definition().contains(" SET NULL (");
    return all
        && !table.primaryKey().isEmpty()
        && key.onDelete().equals("SET NULL")
        && key.constraint().columns().stream()
            .noneMatch(each -> table.column(each).filter(Snapshot.Column::notNull).isPresent());
  }

  private static Map<Identifier, String> nulls(ForeignKey key) {
    Map<Identifier, String> nulls = new LinkedHashMap<>();
    key.constraint().columns().forEach(each -> nulls.put(each, "NULL"));
    return nulls;
  }

  private static String orphaned(ForeignKey key, UnaryOperator<String> column) {
    String orphaned = ForeignKey.orphaned(key.columns(), column, key.parent(), key.referenced());
    if (!key.constraint().definition().contains(" MATCH FULL")) {
      return orphaned;
    }
    // all or nothing (CREATE TABLE in the manual, MATCH FULL)
    String some =
        key.columns().stream()
            .map(each -> column.apply(each) + " IS NOT NULL")
            .collect(joining(" OR "));
    String none =
        key.columns().stream()
            .map(each -> column.apply(each) + " IS NULL")
            .collect(joining(" OR "));
    return "((" + some + ") AND (" + none + ")) OR (" + orphaned + ")";
  }
}
