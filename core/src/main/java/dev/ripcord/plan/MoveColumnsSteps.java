package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.MoveColumns;
import dev.ripcord.schema.Snapshot;

/**
 * Refused: a row there that does not exist yet, or goes, would have to carry values of a row here,
 * and two triggers that write to each other's tables lock rows in opposite orders.
 */
final class MoveColumnsSteps {
  private MoveColumnsSteps() {}

  static void plan(Draft draft, MoveColumns change) {
    draft.problem(
        change,
        "'move_columns' is not supported: values could not be kept alike in both tables while rows"
            + " of either come and go",
        "'add_column' on "
            + change.to()
            + " in one migration, filled by the application, and 'drop_column' on "
            + change.table()
            + " in a later one");
  }

  /** Whether the database has the new shape already. */
  static boolean there(MoveColumns change, Snapshot snapshot) {
    return false;
  }
}
