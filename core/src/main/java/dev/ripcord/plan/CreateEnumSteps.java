package dev.ripcord.plan;

import dev.ripcord.migration.EnumChange.CreateEnum;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class CreateEnumSteps {
  private CreateEnumSteps() {}

  static void plan(Draft draft, CreateEnum change) {
    draft.problem(change, "'create_enum' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(CreateEnum change, Snapshot snapshot) {
    return false;
  }
}
