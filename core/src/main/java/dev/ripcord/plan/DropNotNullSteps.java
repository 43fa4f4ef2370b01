package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.DropNotNull;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class DropNotNullSteps {
  private DropNotNullSteps() {}

  static void plan(Draft draft, DropNotNull change) {
    draft.problem(change, "'drop_not_null' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropNotNull change, Snapshot snapshot) {
    return false;
  }
}
