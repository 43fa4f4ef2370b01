package dev.ripcord.plan;

import dev.ripcord.migration.ViewChange.ReplaceView;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class ReplaceViewSteps {
  private ReplaceViewSteps() {}

  static void plan(Draft draft, ReplaceView change) {
    draft.problem(change, "'replace_view' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(ReplaceView change, Snapshot snapshot) {
    return false;
  }
}
