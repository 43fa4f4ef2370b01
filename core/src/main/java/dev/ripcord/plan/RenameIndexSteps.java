package dev.ripcord.plan;

import dev.ripcord.migration.IndexChange.RenameIndex;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class RenameIndexSteps {
  private RenameIndexSteps() {}

  static void plan(Draft draft, RenameIndex change) {
    draft.problem(change, "'rename_index' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameIndex change, Snapshot snapshot) {
    return false;
  }
}
