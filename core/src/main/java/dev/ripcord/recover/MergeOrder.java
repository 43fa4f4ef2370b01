package dev.ripcord.recover;

import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parents before children. */
final class MergeOrder {
  private final List<QualifiedName> left;
  private final List<MergeReference> open;

  private MergeOrder(List<QualifiedName> tables, List<MergeReference> references) {
    left = new ArrayList<>(tables);
    open =
        new ArrayList<>(
            references.stream()
                .filter(each -> !each.childRoot().equals(each.parent()))
                .filter(each -> tables.contains(each.childRoot()))
                .filter(each -> tables.contains(each.parent()))
                .toList());
  }

  /**
   * Tables that point to each other in a circle have no such order; where one of the circle's
   * constraints can be deferred, its rows can be written together at the end.
   *
   * @param refusals takes what cannot be ordered, in words
   */
  static List<QualifiedName> of(
      List<QualifiedName> tables, List<MergeReference> references, List<String> refusals) {
    return new MergeOrder(tables, references).order(refusals);
  }

  private List<QualifiedName> order(List<String> refusals) {
    List<QualifiedName> order = new ArrayList<>();
    while (!left.isEmpty()) {
      List<QualifiedName> next =
          left.stream()
              .filter(table -> open.stream().noneMatch(each -> each.childRoot().equals(table)))
              .toList();
      if (next.isEmpty()) {
        cut(refusals);
      }
      order.addAll(next);
      left.removeAll(next);
      open.removeIf(each -> next.contains(each.parent()));
    }
    return order;
  }

  /** Takes away what makes a circle: the constraints that can be deferred, if there are any. */
  private void cut(List<String> refusals) {
    List<MergeReference> circle =
        open.stream().filter(each -> reaches(each.parent(), each.childRoot())).toList();
    if (circle.stream().noneMatch(MergeReference::deferrable)) {
      refusals.add(
          "foreign keys point in a circle, and none of them is DEFERRABLE: "
              + String.join(
                  ", ", circle.stream().map(each -> each.name() + " of " + each.child()).toList()));
      open.removeAll(circle);
    } else {
      open.removeIf(each -> each.deferrable() && circle.contains(each));
    }
  }

  private boolean reaches(QualifiedName from, QualifiedName to) {
    Set<QualifiedName> seen = new HashSet<>();
    List<QualifiedName> next = new ArrayList<>(List.of(from));
    while (!next.isEmpty()) {
      QualifiedName table = next.removeLast();
      if (table.equals(to)) {
        return true;
      }
      if (seen.add(table)) {
        open.stream()
            .filter(each -> each.childRoot().equals(table))
            .forEach(each -> next.add(each.parent()));
      }
    }
    return false;
  }
}
