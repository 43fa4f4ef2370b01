package dev.ripcord.plan;

import dev.ripcord.migration.EnumChange.RenameEnumValue;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class RenameEnumValueSteps {
  private RenameEnumValueSteps() {}

  static void plan(Draft draft, RenameEnumValue change) {
    draft.problem(change, "'rename_enum_value' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameEnumValue change, Snapshot snapshot) {
    return false;
  }
}
