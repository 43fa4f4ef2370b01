package dev.ripcord.plan;

import dev.ripcord.migration.IndexChange.DropIndex;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class DropIndexSteps {
  private DropIndexSteps() {}

  static void plan(Draft draft, DropIndex change) {
    draft.problem(change, "'drop_index' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropIndex change, Snapshot snapshot) {
    return false;
  }
}
