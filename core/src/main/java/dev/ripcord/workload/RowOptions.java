package dev.ripcord.workload;

/**
 * @param rowsPerTable how many rows each table shall have, where its keys allow
 * @param seed the same seed gives the same rows
 */
public record RowOptions(int rowsPerTable, long seed) {
  public RowOptions {
    if (rowsPerTable < 0) {
      throw new IllegalArgumentException("rowsPerTable is negative: " + rowsPerTable);
    }
  }
}
