package dev.ripcord.plan;

import dev.ripcord.migration.TableChange.MoveTable;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;

/** A table goes to another schema. */
final class MoveTableSteps {
  private MoveTableSteps() {}

  static void plan(Draft draft, MoveTable change) {
    MovedTable.plan(draft, change, change.table(), to(change));
  }

  /** Whether the database has the new shape already. */
  static boolean there(MoveTable change, Snapshot snapshot) {
    return MovedTable.there(snapshot, change.table(), to(change));
  }

  private static QualifiedName to(MoveTable change) {
    return new QualifiedName(change.schema(), change.table().name());
  }
}
