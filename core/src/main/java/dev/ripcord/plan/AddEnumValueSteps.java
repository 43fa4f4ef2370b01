package dev.ripcord.plan;

import dev.ripcord.migration.EnumChange.AddEnumValue;
import dev.ripcord.schema.Snapshot;

/** TODO. */
final class AddEnumValueSteps {
  private AddEnumValueSteps() {}

  static void plan(Draft draft, AddEnumValue change) {
    draft.problem(change, "'add_enum_value' is not supported yet", "another change");
  }

  /** Whether the database has the new shape already. */
  static boolean there(AddEnumValue change, Snapshot snapshot) {
    return false;
  }
}
