package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.DropDefault;
import dev.ripcord.schema.Snapshot;
import java.util.Optional;

/** Takes a column's default away at {@code contract}. */
final class DropDefaultSteps {
  private DropDefaultSteps() {}

  static void plan(Draft draft, DropDefault change) {
    Defaults.change(draft, change, new Defaults.Ask(change.column(), Optional.empty()));
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropDefault change, Snapshot snapshot) {
    return snapshot.table(change.table()).flatMap(it -> it.column(change.column())).stream()
        .anyMatch(
            column ->
                column.defaultValue().isEmpty() && column.generation() == Snapshot.Generation.NONE);
  }
}
