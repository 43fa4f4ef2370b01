package dev.ripcord.recover;

import java.util.List;

/**
 * What a merge did, or would do.
 *
 * @param tables in the order in which they were asked for
 */
public record MergeResult(List<MergedTable> tables) {
  public MergeResult {
    tables = List.copyOf(tables);
  }

  /** Rows that a person has to decide about. */
  public long conflicts() {
    return tables.stream().mapToLong(MergedTable::conflicts).sum();
  }

  /** Rows that were put back, whole or in part. */
  public long restored() {
    return tables.stream().mapToLong(table -> table.restored().sum() + table.merged()).sum();
  }
}
