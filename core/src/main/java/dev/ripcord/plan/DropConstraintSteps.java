package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.DropConstraint;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class DropConstraintSteps {
  private DropConstraintSteps() {}

  static void plan(Draft draft, DropConstraint change) {
    draft.problem(change, "'drop_constraint' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropConstraint change, Snapshot snapshot) {
    return false;
  }
}
