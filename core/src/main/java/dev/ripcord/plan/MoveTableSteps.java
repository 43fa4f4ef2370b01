package dev.ripcord.plan;

import dev.ripcord.migration.TableChange.MoveTable;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class MoveTableSteps {
  private MoveTableSteps() {}

  static void plan(Draft draft, MoveTable change) {
    draft.problem(change, "'move_table' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(MoveTable change, Snapshot snapshot) {
    return false;
  }
}
