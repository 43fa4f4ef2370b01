package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of ours that holds values of another table by its primary key, or by the unique key that
 * takes its place: an archive, before-images, kept values. Where there is no key, the whole row
 * takes its place, which tells people something, but finds no row. Its columns are {@code key_1…},
 * {@code old_1…}, {@code new_1…}, so that no name of the user's can collide.
 *
 * @param table whose values it holds
 * @param oldTypes of {@code old_1…}
 * @param newTypes of {@code new_1…}
 */
record KeyedStore(
    QualifiedName name, Snapshot.Table table, List<String> oldTypes, List<String> newTypes) {
  KeyedStore {
    oldTypes = List.copyOf(oldTypes);
    newTypes = List.copyOf(newTypes);
  }

  /** Whether it can find the row of a value. */
  boolean keyed() {
    return !table.rowKey().isEmpty();
  }

  private List<Identifier> by() {
    return keyed() ? table.rowKey() : table.columns().stream().map(Snapshot.Column::name).toList();
  }

  /** CREATE TABLE IF NOT EXISTS with the given columns added. */
  String create(String... more) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < by().size(); i++) {
      columns.add("key_" + (i + 1) + " " + type(by().get(i)) + (keyed() ? " NOT NULL" : ""));
    }
    for (int i = 0; i < oldTypes.size(); i++) {
      columns.add("old_" + (i + 1) + " " + oldTypes.get(i));
    }
    for (int i = 0; i < newTypes.size(); i++) {
      columns.add("new_" + (i + 1) + " " + newTypes.get(i));
    }
    columns.addAll(List.of(more));
    if (keyed()) {
      columns.add("PRIMARY KEY (" + keyColumns() + ")");
    }
    return "CREATE TABLE IF NOT EXISTS " + name + " (" + String.join(", ", columns) + ")";
  }

  private String type(Identifier column) {
    Snapshot.Column found = table.column(column).orElseThrow();
    // what the table takes for one key must be one here too
    return found.deterministic()
        ? found.type()
        : found.type() + found.collation().map(each -> " COLLATE " + each).orElse("");
  }

  /** {@code key_1, old_1, new_1} and so on: all columns that are filled from the table. */
  String columns() {
    List<String> parts = new ArrayList<>();
    parts.add(keyColumns());
    if (!oldTypes.isEmpty()) {
      parts.add(numbered("old_", oldTypes.size()));
    }
    if (!newTypes.isEmpty()) {
      parts.add(numbered("new_", newTypes.size()));
    }
    return String.join(", ", parts);
  }

  /** For an upsert: {@code old_1 = excluded.old_1} and so on. */
  String oldAgain() {
    return IntStream.rangeClosed(1, oldTypes.size())
        .mapToObj(i -> "old_" + i + " = excluded.old_" + i)
        .collect(joining(", "));
  }

  /** {@code key_1, key_2}. */
  String keyColumns() {
    return numbered("key_", by().size());
  }

  /** The table's key columns through an alias, in order. */
  String keyOf(String alias) {
    return by().stream().map(column -> alias + "." + column.quoted()).collect(joining(", "));
  }

  /** The store's row of alias {@code store} belongs to the table's row of alias {@code row}. */
  String matches(String store, String row) {
    return IntStream.range(0, table.rowKey().size())
        .mapToObj(
            i -> store + ".key_" + (i + 1) + " = " + row + "." + table.rowKey().get(i).quoted())
        .collect(joining(" AND "));
  }

  private static String numbered(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).collect(joining(", "));
  }
}
