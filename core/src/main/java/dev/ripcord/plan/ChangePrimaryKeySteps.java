package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.ChangePrimaryKey;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class ChangePrimaryKeySteps {
  private ChangePrimaryKeySteps() {}

  static void plan(Draft draft, ChangePrimaryKey change) {
    draft.problem(change, "'change_primary_key' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(ChangePrimaryKey change, Snapshot snapshot) {
    return false;
  }
}
