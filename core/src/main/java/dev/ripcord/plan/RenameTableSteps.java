package dev.ripcord.plan;

import dev.ripcord.migration.TableChange.RenameTable;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;

/** A table gets another name in its schema. */
final class RenameTableSteps {
  private RenameTableSteps() {}

  static void plan(Draft draft, RenameTable change) {
    MovedTable.plan(draft, change, change.table(), to(change));
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameTable change, Snapshot snapshot) {
    return MovedTable.there(snapshot, change.table(), to(change));
  }

  private static QualifiedName to(RenameTable change) {
    return new QualifiedName(change.table().schema(), change.to());
  }
}
