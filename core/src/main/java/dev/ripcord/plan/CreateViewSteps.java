package dev.ripcord.plan;

import dev.ripcord.migration.ViewChange.CreateView;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class CreateViewSteps {
  private CreateViewSteps() {}

  static void plan(Draft draft, CreateView change) {
    draft.problem(change, "'create_view' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(CreateView change, Snapshot snapshot) {
    return false;
  }
}
