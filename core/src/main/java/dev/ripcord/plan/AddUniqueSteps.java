package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.AddUnique;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class AddUniqueSteps {
  private AddUniqueSteps() {}

  static void plan(Draft draft, AddUnique change) {
    draft.problem(change, "'add_unique' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(AddUnique change, Snapshot snapshot) {
    return false;
  }
}
