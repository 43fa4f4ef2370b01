package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.plan.TypeName;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.Snapshot.Generation;
import dev.ripcord.sql.Identifier;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * By which column writers find rows of a table without a key: one that the migration leaves alone
 * and that has many values. A write then concerns all rows that have the value, which are owned by
 * one writer, since its hash decides on the owner.
 */
final class FindingColumns {
  /** The first ones have the most different values. */
  private static final List<String> TYPES =
      List.of(
          "uuid",
          "timestamp with time zone",
          "timestamp without time zone",
          "bigint",
          "integer",
          "text",
          "character varying",
          "date");

  private FindingColumns() {}

  /**
   * The key, or what takes its place; empty if there is nothing.
   *
   * @param outgoing foreign keys of the table: the parent's changes may reach their columns
   */
  static List<Identifier> of(Snapshot.Table table, TableShape shape, List<ForeignKey> outgoing) {
    if (!table.rowKey().isEmpty()) {
      return table.rowKey();
    }
    Set<Identifier> changing = new HashSet<>(shape.rewritten());
    changing.addAll(shape.removed().keySet());
    shape.replacements().forEach(each -> changing.addAll(each.old()));
    shape.altered().forEach(each -> changing.add(each.name()));
    outgoing.forEach(each -> changing.addAll(each.columns()));
    return table.columns().stream()
        .filter(each -> each.generation() == Generation.NONE)
        .filter(each -> !changing.contains(each.name()) && each.deterministic())
        .filter(each -> each.defaultValue().isEmpty() || each.volatileDefault())
        .filter(each -> rank(each) >= 0)
        .min(
            Comparator.comparing((Snapshot.Column each) -> !each.notNull())
                .thenComparingInt(FindingColumns::rank))
        .map(each -> List.of(each.name()))
        .orElse(List.of());
  }

  private static int rank(Snapshot.Column column) {
    TypeName type = TypeName.of(column.type());
    return type.array() ? -1 : TYPES.indexOf(type.name());
  }
}
