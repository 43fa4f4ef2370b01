package dev.ripcord.workload;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of each write. Safe for use by all writers. */
final class Ledger {
  static final int MOST_DEFECTS = 1000;

  private final Map<String, Long> byTable = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private final List<Defect> defects = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Map<Row, Map<Identifier, @Nullable String>> kept = new LinkedHashMap<>();
  private long oldShape;
  private long newShape;
  private long rolledBack;
  private long interrupted;
  private long resolved;
  private long unknown;
  private long applied;

  private record Row(QualifiedName table, List<String> key) {}

  synchronized void expect(QualifiedName table) {
    byTable.putIfAbsent(table.quoted(), 0L);
  }

  synchronized void acknowledged(List<Done> transaction) {
    for (Done done : transaction) {
      // a row that a cascade removed before was not written
      if (done.result().rows() > 0) {
        Face face = done.operation().face();
        long unused = byTable.merge(face.table().name().quoted(), 1L, Long::sum);
        if (face.shape() == Shape.OLD) {
          oldShape++;
        } else {
          newShape++;
        }
      }
    }
  }

  synchronized void applied() {
    applied++;
  }

  synchronized void refused(String sqlState) {
    long unused = refused.merge(sqlState, 1L, Long::sum);
  }

  synchronized void rolledBack() {
    rolledBack++;
  }

  synchronized void interrupted() {
    interrupted++;
  }

  synchronized void resolved() {
    resolved++;
  }

  synchronized void unknown() {
    unknown++;
  }

  synchronized void defect(Defect defect) {
    if (defects.size() < MOST_DEFECTS) {
      defects.add(defect);
    }
  }

  synchronized void note(String note) {
    boolean unused = notes.add(note);
  }

  /** What only the new shape holds of a row; empty if nothing. */
  synchronized Map<Identifier, @Nullable String> kept(QualifiedName table, List<String> key) {
    return new LinkedHashMap<>(kept.getOrDefault(new Row(table, key), Map.of()));
  }

  /**
   * @param change is given what only the new shape holds of the row
   */
  synchronized void kept(
      QualifiedName table, List<String> key, Consumer<Map<Identifier, @Nullable String>> change) {
    Row row = new Row(table, key);
    Map<Identifier, @Nullable String> values =
        kept.computeIfAbsent(row, unused -> new LinkedHashMap<>());
    change.accept(values);
    if (values.isEmpty()) {
      kept.remove(row);
    }
  }

  synchronized void forgetAll() {
    kept.clear();
  }

  synchronized List<KeptValue> kept() {
    return kept.entrySet().stream()
        .map(
            entry ->
                new KeptValue(
                    entry.getKey().table(), List.of(), entry.getKey().key(), entry.getValue()))
        .collect(Collectors.toList());
  }

  synchronized LedgerCounts counts(long openNanos) {
    long acknowledged = oldShape + newShape;
    return new LedgerCounts(
        acknowledged,
        oldShape,
        newShape,
        byTable,
        refused,
        rolledBack,
        interrupted,
        resolved,
        unknown,
        applied,
        defects,
        new ArrayList<>(notes),
        openNanos == 0 ? 0 : acknowledged * 1e9 / openNanos);
  }
}
