package dev.ripcord.plan;

import dev.ripcord.migration.ViewChange.DropView;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class DropViewSteps {
  private DropViewSteps() {}

  static void plan(Draft draft, DropView change) {
    draft.problem(change, "'drop_view' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropView change, Snapshot snapshot) {
    return false;
  }
}
