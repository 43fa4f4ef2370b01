package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.AddForeignKey;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class AddForeignKeySteps {
  private AddForeignKeySteps() {}

  static void plan(Draft draft, AddForeignKey change) {
    draft.problem(change, "'add_foreign_key' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(AddForeignKey change, Snapshot snapshot) {
    return false;
  }
}
