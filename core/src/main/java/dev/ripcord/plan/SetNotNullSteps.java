package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.SetNotNull;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class SetNotNullSteps {
  private SetNotNullSteps() {}

  static void plan(Draft draft, SetNotNull change) {
    draft.problem(change, "'set_not_null' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(SetNotNull change, Snapshot snapshot) {
    return false;
  }
}
