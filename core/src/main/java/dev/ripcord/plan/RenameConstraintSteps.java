package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.RenameConstraint;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class RenameConstraintSteps {
  private RenameConstraintSteps() {}

  static void plan(Draft draft, RenameConstraint change) {
    draft.problem(change, "'rename_constraint' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameConstraint change, Snapshot snapshot) {
    return false;
  }
}
