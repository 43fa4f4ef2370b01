package dev.ripcord.plan;

import dev.ripcord.migration.NotCompared;
import dev.ripcord.migration.Suggestions;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Set;

/** Whether the tables whose rows shall not be compared are there, and no business of the plan's. */
final class SparedTables {
  private SparedTables() {}

  /**
   * @param changed by the migration
   */
  static void check(Draft draft, List<NotCompared> spared, Set<QualifiedName> changed) {
    List<String> tables =
        draft.snapshot().tables().stream().map(table -> table.name().quoted()).toList();
    for (NotCompared each : spared) {
      if (draft.snapshot().table(each.table()).isEmpty()) {
        draft.problem(
            each.place(),
            "table " + each.table() + " does not exist",
            Suggestions.expected(each.table().quoted(), tables));
      } else if (changed.contains(each.table())) {
        draft.problem(
            each.place(),
            "table " + each.table() + " is changed by this migration",
            "a table that it leaves alone");
      }
    }
  }
}
