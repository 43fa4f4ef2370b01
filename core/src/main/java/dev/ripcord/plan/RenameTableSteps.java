package dev.ripcord.plan;

import dev.ripcord.migration.TableChange.RenameTable;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class RenameTableSteps {
  private RenameTableSteps() {}

  static void plan(Draft draft, RenameTable change) {
    draft.problem(change, "'rename_table' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameTable change, Snapshot snapshot) {
    return false;
  }
}
