package dev.ripcord.workload;

/** How a client sees the tables. */
public enum Shape {
  /** As before the migration. */
  OLD,
  /** As after it. */
  NEW
}
