package dev.ripcord.workload;

/** Under which names the columns are to be found. */
public enum Layout {
  /** Old columns have their names; what replaces a column in place is not in sight yet. */
  BEFORE_CONTRACT,
  /** What replaces a column in place has its name; the old columns are out of sight. */
  AFTER_CONTRACT
}
