package dev.ripcord.workload;

/**
 * Why the two databases cannot be equal any more.
 *
 * @param table quoted and qualified
 * @param key of the row, or empty where it has none
 * @param statement that was tried
 * @param detail what was expected and what happened
 */
public record Defect(Kind kind, String table, String key, String statement, String detail) {
  /** What went wrong. */
  public enum Kind {
    /** A row of acknowledged writes is gone from the tested database. */
    LOST_ROW,
    /** The control database changed another number of rows than the tested one. */
    COUNT_DIFFERS,
    /** What the server took in the new shape has no place in the old one. */
    NOT_EXPRESSIBLE,
    /** Whether a write was committed could not be found out. */
    UNRESOLVED
  }
}
