package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Columns that a constraint may be about: they have their final names from the end of {@code
 * expand} on, and stay.
 */
final class NewShape {
  private NewShape() {}

  /** The column, be it one that this migration adds; reports a problem and is empty otherwise. */
  static Optional<Snapshot.Column> column(
      Draft draft, Change change, Snapshot.Table table, Identifier name) {
    Optional<TableShape> shape = draft.shape(table.name());
    Optional<Snapshot.Column> added =
        shape.stream()
            .flatMap(each -> each.added().stream())
            .filter(each -> each.name().equals(name))
            .findFirst()
            .map(NewShape::asColumn);
    if (added.isPresent()) {
      return added;
    }
    boolean replaced =
        shape.stream()
            .flatMap(each -> each.replacements().stream())
            .anyMatch(
                each ->
                    each.old().contains(name)
                        || each.fresh().stream().anyMatch(column -> column.name().equals(name)));
    boolean removed = shape.filter(each -> each.removed().containsKey(name)).isPresent();
    if (replaced || removed) {
      draft.problem(
          change,
          "column "
              + name
              + " of "
              + table.name()
              + (removed ? " is dropped" : " is replaced")
              + " by another change",
          "a migration of its own for one of the two");
      return Optional.empty();
    }
    return draft.column(change, table, name);
  }

  /** All of them, or none with a problem for each that cannot be used. */
  static List<Snapshot.Column> columns(
      Draft draft, Change change, Snapshot.Table table, Collection<Identifier> names) {
    List<Snapshot.Column> found = new ArrayList<>();
    for (Identifier name : names) {
      column(draft, change, table, name).ifPresent(found::add);
    }
    return found.size() == names.size() ? found : List.of();
  }

  /** False, with a problem, when the table has a constraint of this name already. */
  static boolean constraintIsNew(
      Draft draft, Change change, Snapshot.Table table, Identifier name) {
    boolean taken =
        table.constraints().stream().anyMatch(each -> !each.incoming() && each.name().equals(name));
    if (taken) {
      draft.problem(
          change, "table " + table.name() + " has a constraint " + name + " already", "a new name");
    }
    return !taken;
  }

  private static Snapshot.Column asColumn(TableShape.NewColumn column) {
    return new Snapshot.Column(
        column.name(),
        column.type(),
        column.notNull(),
        Optional.empty(),
        Optional.empty(),
        Snapshot.Generation.NONE,
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        true);
  }
}
