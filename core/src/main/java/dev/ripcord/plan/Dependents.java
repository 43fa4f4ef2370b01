package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses, before anything is touched, what hangs on a column in a way that could not be carried
 * over or brought back exactly.
 */
final class Dependents {
  private static final String EXPECTED = "a column without it; change it in a migration of its own";

  private Dependents() {}

  /** A column may be replaced by one other; its plain indexes, uniques and checks are carried. */
  static boolean allowRename(
      Draft draft, Change change, Snapshot.Table table, Snapshot.Column column) {
    List<String> obstacles = common(table, column);
    table.constraints().stream()
        .filter(each -> each.kind() == 'c' && each.columns().contains(column.name()))
        .filter(each -> each.columns().size() > 1)
        .forEach(each -> obstacles.add("check " + each.name() + " over several columns"));
    return report(draft, change, column, obstacles);
  }

  /** A column may be split or merged when only NOT NULL and a default hang on it. */
  static boolean allowTransform(
      Draft draft, Change change, Snapshot.Table table, Snapshot.Column column) {
    List<String> obstacles = common(table, column);
    table.indexes().stream()
        .filter(each -> each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("index " + each.name()));
    table.constraints().stream()
        .filter(each -> each.kind() == 'c' && each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("check " + each.name()));
    return report(draft, change, column, obstacles);
  }

  /** A column may be dropped when no constraint but NOT NULL and checks of its own hang on it. */
  static boolean allowDrop(
      Draft draft, Change change, Snapshot.Table table, Snapshot.Column column) {
    List<String> obstacles = common(table, column);
    table.constraints().stream()
        .filter(each -> "cux".indexOf(each.kind()) >= 0 && !each.incoming())
        .filter(each -> each.columns().contains(column.name()))
        .filter(each -> each.kind() != 'c' || each.columns().size() > 1)
        .forEach(each -> obstacles.add("constraint " + each.name()));
    table.indexes().stream()
        .filter(each -> each.unique() && !each.constraint())
        .filter(each -> each.columns().contains(column.name()))
        .forEach(each -> obstacles.add("unique index " + each.name()));
    return report(draft, change, column, obstacles);
  }

  private static List<String> common(Snapshot.Table table, Snapshot.Column column) {
    Identifier name = column.name();
    List<String> obstacles = new ArrayList<>();
    if (column.generation() != Snapshot.Generation.NONE) {
      obstacles.add("its value is generated");
    }
    if (table.primaryKey().contains(name)) {
      obstacles.add("the primary key");
    } else if (table.rowKey().contains(name)) {
      obstacles.add("the unique key by which rows are found");
    }
    if (!column.grants().isEmpty()) {
      obstacles.add("privileges granted on it alone");
    }
    table.constraints().stream()
        .filter(each -> each.kind() == 'f' && each.columns().contains(name))
        .forEach(each -> obstacles.add("foreign key " + each.name()));
    table.constraints().stream()
        .filter(each -> each.kind() == 'x' && each.columns().contains(name))
        .forEach(each -> obstacles.add("exclusion constraint " + each.name()));
    table.dependents().stream()
        .filter(each -> each.columns().contains(name))
        .forEach(each -> obstacles.add(each.what()));
    table.triggers().stream()
        .filter(each -> each.columns().contains(name))
        .forEach(each -> obstacles.add("trigger " + each.name()));
    return obstacles;
  }

  private static boolean report(
      Draft draft, Change change, Snapshot.Column column, List<String> obstacles) {
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "column " + column.name() + " cannot be taken away: " + String.join(", ", obstacles),
          EXPECTED);
    }
    return obstacles.isEmpty();
  }
}
