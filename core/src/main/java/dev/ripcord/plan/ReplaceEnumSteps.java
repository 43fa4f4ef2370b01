package dev.ripcord.plan;

import dev.ripcord.migration.EnumChange.ReplaceEnum;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class ReplaceEnumSteps {
  private ReplaceEnumSteps() {}

  static void plan(Draft draft, ReplaceEnum change) {
    draft.problem(change, "'replace_enum' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(ReplaceEnum change, Snapshot snapshot) {
    return false;
  }
}
