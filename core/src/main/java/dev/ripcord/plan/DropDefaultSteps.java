package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.DropDefault;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class DropDefaultSteps {
  private DropDefaultSteps() {}

  static void plan(Draft draft, DropDefault change) {
    draft.problem(change, "'drop_default' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropDefault change, Snapshot snapshot) {
    return false;
  }
}
