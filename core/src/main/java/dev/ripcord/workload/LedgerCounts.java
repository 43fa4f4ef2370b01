package dev.ripcord.workload;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the writes so far. A write is one INSERT, UPDATE or DELETE of one row.
 *
 * @param acknowledged in transactions whose COMMIT succeeded, at once or as found out later
 * @param oldShape of these, in the old shape
 * @param newShape of these, in the new shape
 * @param byTable acknowledged writes per table, quoted and qualified; 0 where none succeeded
 * @param refused transactions that the server refused, by SQLSTATE; no loss
 * @param rolledBack transactions that were rolled back on purpose
 * @param interrupted transactions whose connection broke before COMMIT was sent; no loss
 * @param resolved transactions whose connection broke at COMMIT and whose outcome was found out
 * @param unknown likewise, not found out; each is a defect too
 * @param applied acknowledged transactions that reached the control database
 * @param defects why the databases cannot be equal, at most {@value Ledger#MOST_DEFECTS}
 * @param notes what is not exercised or cannot be compared, and why
 * @param writesPerSecond acknowledged, over the time in which writers were let in
 */
public record LedgerCounts(
    long acknowledged,
    long oldShape,
    long newShape,
    Map<String, Long> byTable,
    Map<String, Long> refused,
    long rolledBack,
    long interrupted,
    long resolved,
    long unknown,
    long applied,
    List<Defect> defects,
    List<String> notes,
    double writesPerSecond) {
  public LedgerCounts {
    byTable = Collections.unmodifiableMap(new TreeMap<>(byTable));
    refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    defects = List.copyOf(defects);
    notes = List.copyOf(notes);
  }

  /** All refused transactions. */
  public long refusedInAll() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Acknowledged writes whose rows were found gone while the writers worked. */
  public List<Defect> lost() {
    return defects.stream().filter(defect -> defect.kind() == Defect.Kind.LOST_ROW).toList();
  }
}
