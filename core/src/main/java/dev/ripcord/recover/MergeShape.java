package dev.ripcord.recover;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as a merge sees it, on one side.
 *
 * @param only whether children by inheritance are tables of their own; false if it is partitioned
 * @param keys what names a row for good, the primary key first
 * @param obstacles why its rows cannot be merged, in words; empty if they can
 */
record MergeShape(
    QualifiedName table,
    boolean only,
    List<Column> columns,
    List<Key> keys,
    List<String> triggers,
    List<String> obstacles) {
  MergeShape {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
    triggers = List.copyOf(triggers);
    obstacles = List.copyOf(obstacles);
  }

  /**
   * @param type with its schema and without its limits, as it stands in SQL
   * @param declared the type with its limits
   * @param generated whether it is computed from others, so that nobody writes it
   * @param always whether it is an identity that UPDATE does not set
   * @param standard its default in SQL; absent if it has none, or one that calls what is volatile
   *     or not of {@code pg_catalog}
   */
  record Column(
      Identifier name,
      String type,
      String declared,
      boolean generated,
      boolean always,
      Optional<String> standard) {}

  /**
   * @param operators by which its index tells that two values are one, as they stand in SQL
   */
  record Key(List<Identifier> columns, List<String> operators) {
    Key {
      columns = List.copyOf(columns);
      operators = List.copyOf(operators);
    }
  }

  /** For FROM; columns are those of {@code each_row}. */
  String from() {
    return (only ? "ONLY " : "") + table.quoted() + " AS each_row";
  }

  Optional<Column> column(Identifier name) {
    return columns.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The key over just these columns, in whatever order. */
  Optional<Key> key(List<Identifier> names) {
    Set<Identifier> wanted = new HashSet<>(names);
    return keys.stream()
        .filter(key -> key.columns().size() == names.size())
        .filter(key -> wanted.containsAll(key.columns()))
        .findFirst();
  }

  /** What is stored and can be written. */
  List<Identifier> stored() {
    return columns.stream().filter(each -> !each.generated()).map(Column::name).toList();
  }
}
