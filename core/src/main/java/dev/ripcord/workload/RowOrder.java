package dev.ripcord.workload;

import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * In which order tables are filled.
 *
 * @param tables parents first
 * @param later references to tables that are filled afterwards, or to the table itself
 */
record RowOrder(List<QualifiedName> tables, List<RowReference> later) {
  RowOrder {
    tables = List.copyOf(tables);
    later = List.copyOf(later);
  }

  /**
   * @param breakable whether a reference may be left open at first; where a cycle has none, one is
   *     left open nevertheless
   */
  static RowOrder of(
      Set<QualifiedName> tables, List<RowReference> references, Predicate<RowReference> breakable) {
    List<RowReference> between =
        references.stream()
            .filter(each -> tables.contains(each.child()) && tables.contains(each.parent()))
            .toList();
    List<RowReference> open = new ArrayList<>(between);
    open.removeIf(each -> each.child().equals(each.parent()));
    LinkedHashSet<QualifiedName> done = new LinkedHashSet<>();
    List<QualifiedName> waiting = new ArrayList<>(tables.stream().sorted().toList());
    while (!waiting.isEmpty()) {
      QualifiedName next = next(waiting, open, done, breakable);
      done.add(next);
      waiting.remove(next);
    }
    List<QualifiedName> order = List.copyOf(done);
    List<RowReference> later =
        between.stream()
            .filter(each -> order.indexOf(each.parent()) >= order.indexOf(each.child()))
            .toList();
    return new RowOrder(order, later);
  }

  private static QualifiedName next(
      List<QualifiedName> waiting,
      List<RowReference> references,
      Set<QualifiedName> done,
      Predicate<RowReference> breakable) {
    for (QualifiedName table : waiting) {
      if (references.stream().noneMatch(each -> blocks(each, table, done))) {
        return table;
      }
    }
    for (QualifiedName table : waiting) {
      if (references.stream().filter(each -> blocks(each, table, done)).allMatch(breakable)) {
        return table;
      }
    }
    return waiting.getFirst();
  }

  private static boolean blocks(
      RowReference reference, QualifiedName table, Set<QualifiedName> done) {
    return reference.child().equals(table) && !done.contains(reference.parent());
  }
}
