package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.SetDefault;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class SetDefaultSteps {
  private SetDefaultSteps() {}

  static void plan(Draft draft, SetDefault change) {
    draft.problem(change, "'set_default' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(SetDefault change, Snapshot snapshot) {
    return false;
  }
}
