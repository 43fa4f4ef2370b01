package dev.ripcord.chance;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A table that a migration may be about.
 *
 * @param key columns of its primary key; empty if it has none
 */
record RandomTable(
    QualifiedName name,
    List<Column> columns,
    List<Identifier> key,
    boolean partitioned,
    boolean unlogged) {
  RandomTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /**
   * @param type what it can hold, and what a migration can make of it
   * @param made by the server: generated or identity
   */
  record Column(
      Identifier name,
      ColumnType type,
      boolean notNull,
      Optional<String> defaultValue,
      Optional<String> made) {
    String definition() {
      return name.quoted()
          + " "
          + type.sql()
          + made.map(each -> " " + each).orElse("")
          + defaultValue.map(each -> " DEFAULT " + each).orElse("")
          + (notNull ? " NOT NULL" : "");
    }
  }

  /** Columns that are neither in the key nor made by the server. */
  List<Column> plain() {
    return columns.stream()
        .filter(each -> !key.contains(each.name()) && each.made().isEmpty())
        .toList();
  }
}
