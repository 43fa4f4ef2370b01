package dev.ripcord.plan;

import dev.ripcord.migration.Change.SetComment;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class SetCommentSteps {
  private SetCommentSteps() {}

  static void plan(Draft draft, SetComment change) {
    draft.problem(change, "'set_comment' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(SetComment change, Snapshot snapshot) {
    return false;
  }
}
