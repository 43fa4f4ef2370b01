package dev.ripcord.plan;

import dev.ripcord.migration.TableChange.CreateTable;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class CreateTableSteps {
  private CreateTableSteps() {}

  static void plan(Draft draft, CreateTable change) {
    draft.problem(change, "'create_table' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(CreateTable change, Snapshot snapshot) {
    return false;
  }
}
