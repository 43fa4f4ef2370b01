package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rows of a table as they are in some state of a migration, as a FROM clause with the alias t.
 *
 * @param table absent where an expression has no row to be about
 * @param columns each with what gives it
 */
record Rows(Optional<QualifiedName> table, Map<Identifier, String> columns) {
  static final Rows NONE = new Rows(Optional.empty(), Map.of());

  /** As they are at the start. */
  static Rows before(Snapshot.Table table) {
    Map<Identifier, String> columns = new LinkedHashMap<>();
    table.columns().forEach(each -> columns.put(each.name(), "r." + each.name()));
    return new Rows(Optional.of(table.name()), columns);
  }

  /** With old and new columns side by side, where they have names of their own. */
  static Rows during(List<Change> changes, Snapshot.Table table) {
    Rows rows = before(table);
    fresh(changes, table, (column, type) -> rows.columns().putIfAbsent(column, "NULL::" + type));
    return rows;
  }

  /** As they are in the end. */
  static Rows after(List<Change> changes, Snapshot.Table table) {
    Rows rows = before(table);
    gone(changes, table.name(), column -> rows.columns().remove(column));
    fresh(changes, table, (column, type) -> rows.columns().put(column, "NULL::" + type));
    return rows;
  }

  private interface Fresh {
    void is(Identifier column, String type);
  }

  private static void fresh(List<Change> changes, Snapshot.Table table, Fresh fresh) {
    for (ColumnChange change : of(changes, table.name())) {
      switch (change) {
        case ColumnChange.AddColumn it -> fresh.is(it.column(), it.type());
        case ColumnChange.RenameColumn it ->
            table.column(it.from()).ifPresent(old -> fresh.is(it.to(), old.type()));
        case ColumnChange.TransformColumns it ->
            it.to().forEach(target -> fresh.is(target.column(), target.type()));
        case ColumnChange.ChangeType it -> fresh.is(it.column(), it.type());
        case ColumnChange.DropColumn it -> {}
        case ColumnChange.SetDefault it -> {}
        case ColumnChange.DropDefault it -> {}
        case ColumnChange.SetNotNull it -> {}
        case ColumnChange.DropNotNull it -> {}
        case ColumnChange.MoveColumns it -> {}
        case ColumnChange.Backfill it -> {}
      }
    }
  }

  private static void gone(List<Change> changes, QualifiedName table, Consumer<Identifier> gone) {
    for (ColumnChange change : of(changes, table)) {
      switch (change) {
        case ColumnChange.RenameColumn it -> gone.accept(it.from());
        case ColumnChange.TransformColumns it -> it.from().forEach(gone);
        case ColumnChange.DropColumn it -> gone.accept(it.column());
        case ColumnChange.MoveColumns it -> it.columns().keySet().forEach(gone);
        case ColumnChange.AddColumn it -> {}
        case ColumnChange.ChangeType it -> {}
        case ColumnChange.SetDefault it -> {}
        case ColumnChange.DropDefault it -> {}
        case ColumnChange.SetNotNull it -> {}
        case ColumnChange.DropNotNull it -> {}
        case ColumnChange.Backfill it -> {}
      }
    }
  }

  private static List<ColumnChange> of(List<Change> changes, QualifiedName table) {
    return changes.stream()
        .filter(ColumnChange.class::isInstance)
        .map(ColumnChange.class::cast)
        .filter(change -> change.table().equals(table))
        .toList();
  }

  /** The expression in which the columns go by the alias; other names stay for the server. */
  String over(String expression) {
    if (table.isEmpty()) {
      return expression;
    }
    Map<Identifier, String> written = new LinkedHashMap<>();
    columns.keySet().forEach(column -> written.put(column, "t." + column));
    return Expressions.substitute(expression, table.get(), written);
  }

  String from() {
    if (table.isEmpty()) {
      return "";
    }
    List<String> list =
        columns.entrySet().stream()
            .map(entry -> entry.getValue() + " AS " + entry.getKey())
            .toList();
    return list.stream()
        .collect(joining(", ", " FROM (SELECT ", " FROM " + table.get() + " AS r) AS t"));
  }
}
