package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Refuses a change of an object that another change of the same migration takes along with a
 * column: the way back of each would bring the object back as it was without the other.
 */
final class SharedObjects {
  private SharedObjects() {}

  static void check(Draft draft, Change change) {
    of(draft.snapshot(), change).stream()
        .filter(draft::claimed)
        .findFirst()
        .ifPresent(
            object ->
                draft.problem(
                    change,
                    object + " goes along with a column that this migration replaces",
                    "one of the two changes in a migration of its own"));
  }

  private static List<String> of(Snapshot snapshot, Change change) {
    return switch (change) {
      case IndexChange.DropIndex it -> List.of("index " + it.index());
      case IndexChange.RenameIndex it -> List.of("index " + it.index());
      case ViewChange.ReplaceView it -> List.of("view " + it.view());
      case ViewChange.DropView it -> List.of("view " + it.view());
      case ConstraintChange.DropConstraint it -> constraint(it.table(), it.name());
      case ConstraintChange.RenameConstraint it -> constraint(it.table(), it.from());
      case ConstraintChange.ChangePrimaryKey it ->
          snapshot.table(it.table()).stream()
              .flatMap(table -> table.constraints().stream())
              .filter(each -> each.kind() == 'p')
              .flatMap(each -> constraint(it.table(), each.name()).stream())
              .toList();
      default -> List.of();
    };
  }

  private static List<String> constraint(QualifiedName table, Identifier name) {
    return Stream.of(
            "constraint " + name + " of " + table,
            "index " + new QualifiedName(table.schema(), name))
        .toList();
  }
}
