package dev.ripcord.wayback;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table with the columns that the way back will have given it, written over what is there. */
final class ForeseenTable {
  private final QualifiedName now;
  private String from;
  private Map<Identifier, Column> columns = new LinkedHashMap<>();
  private boolean changed;

  /**
   * @param value over a row {@code t} of {@link #from}
   * @param now its name now; empty for a column that is not there yet
   */
  private record Column(String value, Optional<Identifier> now) {}

  /**
   * @param now its name in the database
   */
  ForeseenTable(QualifiedName now, List<Identifier> present) {
    this.now = now;
    this.from = now.quoted();
    present.forEach(each -> columns.put(each, new Column("t." + each, Optional.of(each))));
  }

  QualifiedName now() {
    return now;
  }

  boolean has(Identifier column) {
    return columns.containsKey(column);
  }

  /** Its name now, if it is there now. */
  Optional<Identifier> now(Identifier column) {
    return Optional.ofNullable(columns.get(column)).flatMap(Column::now);
  }

  void add(Identifier column) {
    changed = true;
    columns.put(column, new Column("NULL", Optional.empty()));
  }

  void rename(Identifier from, Identifier to) {
    Column column = columns.remove(from);
    if (column != null) {
      changed = true;
      columns.put(to, column);
    }
  }

  void drop(Identifier column) {
    changed = true;
    columns.remove(column);
  }

  /**
   * Gives a column another value.
   *
   * @param value over a row {@code t} as it is until then
   */
  void restore(Identifier column, String value) {
    from = item();
    Map<Identifier, Column> inner = new LinkedHashMap<>();
    columns.forEach((name, each) -> inner.put(name, new Column("t." + name, each.now())));
    columns = inner;
    changed = true;
    columns.put(column, new Column("(" + value + ")", now(column)));
  }

  boolean changed() {
    return changed;
  }

  /** What stands behind FROM and before an alias. */
  String item() {
    return changed
        ? columns.entrySet().stream()
            .map(each -> each.getValue().value() + " AS " + each.getKey())
            .collect(joining(", ", "(SELECT ", " FROM " + from + " AS t)"))
        : from;
  }
}
