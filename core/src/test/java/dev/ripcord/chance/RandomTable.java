package dev.ripcord.chance;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A table that a migration may be about.
 *
 * @param key columns of its primary key; empty if it has none
 * @param parts what hangs on it
 */
record RandomTable(
    QualifiedName name,
    List<Column> columns,
    List<Identifier> key,
    boolean partitioned,
    boolean unlogged,
    List<RandomPart> parts) {
  RandomTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    parts = List.copyOf(parts);
  }

  RandomTable with(List<RandomPart> more) {
    return new RandomTable(name, columns, key, partitioned, unlogged, more);
  }

  List<RandomPart> parts(RandomPart.Kind... kinds) {
    return parts.stream().filter(each -> List.of(kinds).contains(each.kind())).toList();
  }

  boolean unique(Column column) {
    return parts.stream()
        .anyMatch(
            each ->
                each.columns().contains(column.name())
                    && each.sql().getFirst().contains(" UNIQUE "));
  }

  /** Of an index of its own, which is in its schema. */
  QualifiedName index(RandomPart part) {
    return new QualifiedName(name.schema(), part.name());
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
