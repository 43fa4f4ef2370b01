package dev.ripcord.workload;

import dev.ripcord.schema.Snapshot;

/** Finds what makes values for a column of either shape. */
@FunctionalInterface
public interface ColumnValues {
  /**
   * What makes values for the column; asked once per column, then used by one writer at a time.
   *
   * @param table where the column is, or will be
   */
  ValueSource of(Snapshot.Table table, Snapshot.Column column);
}
