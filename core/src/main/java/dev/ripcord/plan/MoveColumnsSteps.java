package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.MoveColumns;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class MoveColumnsSteps {
  private MoveColumnsSteps() {}

  static void plan(Draft draft, MoveColumns change) {
    draft.problem(change, "'move_columns' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(MoveColumns change, Snapshot snapshot) {
    return false;
  }
}
