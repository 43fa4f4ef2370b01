package dev.ripcord.workload;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What only the new shape holds, as one transaction sees it: what it has changed of that itself
 * reaches the ledger only by {@link #commit}. Used by one thread.
 */
final class Keeping {
  private final Ledger ledger;
  private final List<Change> changes = new ArrayList<>();

  private record Change(
      QualifiedName table, List<String> key, Consumer<Map<Identifier, @Nullable String>> change) {
    boolean concerns(QualifiedName other, List<String> row) {
      return table.equals(other) && key.equals(row);
    }
  }

  Keeping(Ledger ledger) {
    this.ledger = ledger;
  }

  /** What is kept of a row. */
  Map<Identifier, @Nullable String> of(QualifiedName table, List<String> key) {
    Map<Identifier, @Nullable String> values = ledger.kept(table, key);
    changes.stream()
        .filter(each -> each.concerns(table, key))
        .forEach(each -> each.change().accept(values));
    return values;
  }

  void keep(QualifiedName table, List<String> key, Map<Identifier, @Nullable String> values) {
    Map<Identifier, @Nullable String> now = new LinkedHashMap<>(values);
    changes.add(new Change(table, key, kept -> kept.putAll(now)));
  }

  /** The old shape holds these columns' values again, or nobody does. */
  void forget(QualifiedName table, List<String> key, Set<Identifier> columns) {
    Set<Identifier> now = Set.copyOf(columns);
    changes.add(new Change(table, key, kept -> kept.keySet().removeAll(now)));
  }

  /** The row is gone. */
  void forget(QualifiedName table, List<String> key) {
    changes.add(new Change(table, key, Map::clear));
  }

  /** To be called when the transaction was committed. */
  void commit() {
    changes.forEach(each -> ledger.kept(each.table(), each.key(), each.change()));
  }
}
