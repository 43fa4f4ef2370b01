package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table looks to clients of the old and of the new shape. Old-shape clients work until {@code
 * contract} begins; new-shape clients work from the end of {@code expand}.
 *
 * @param dropped the new shape has no such table
 * @param added columns that only the new shape has, without a counterpart
 * @param removed columns that only the old shape has, without a counterpart, each with the
 *     expression over the new shape that gives its value for rows written without it; {@code
 *     DEFAULT} means its default
 * @param replacements columns that became others
 * @param keys foreign keys that only the new shape has
 * @param lostKeys foreign keys that only the old shape has
 */
public record TableShape(
    QualifiedName table,
    boolean dropped,
    List<NewColumn> added,
    Map<Identifier, String> removed,
    List<Replacement> replacements,
    List<NewKey> keys,
    List<NewKey> lostKeys) {
  public TableShape {
    lostKeys = List.copyOf(lostKeys);
    keys = List.copyOf(keys);
    added = List.copyOf(added);
    removed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(removed));
    replacements = List.copyOf(replacements);
  }

  /** Without foreign keys that only the new shape has. */
  public TableShape(
      QualifiedName table,
      boolean dropped,
      List<NewColumn> added,
      Map<Identifier, String> removed,
      List<Replacement> replacements) {
    this(table, dropped, added, removed, replacements, List.of(), List.of());
  }

  TableShape withAdded(NewColumn column) {
    return new TableShape(
        table, dropped, with(added, column), removed, replacements, keys, lostKeys);
  }

  TableShape withRemoved(Identifier column, String otherwise) {
    Map<Identifier, String> more = new LinkedHashMap<>(removed);
    more.put(column, otherwise);
    return new TableShape(table, dropped, added, more, replacements, keys, lostKeys);
  }

  TableShape withReplacement(Replacement replacement) {
    return new TableShape(
        table, dropped, added, removed, with(replacements, replacement), keys, lostKeys);
  }

  TableShape withoutTable() {
    return new TableShape(table, true, added, removed, replacements, keys, lostKeys);
  }

  TableShape withKey(NewKey key) {
    return new TableShape(table, dropped, added, removed, replacements, with(keys, key), lostKeys);
  }

  TableShape withoutKey(NewKey key) {
    return new TableShape(table, dropped, added, removed, replacements, keys, with(lostKeys, key));
  }

  private static <T> List<T> with(List<T> those, T one) {
    List<T> more = new ArrayList<>(those);
    more.add(one);
    return more;
  }

  /**
   * @param type as PostgreSQL spells it
   */
  public record NewColumn(Identifier name, String type, boolean notNull) {}

  /**
   * A foreign key of the table. It holds for clients of both shapes as soon as it is there.
   *
   * @param referenced columns of the parent
   */
  public record NewKey(
      Identifier name,
      List<Identifier> columns,
      QualifiedName parent,
      List<Identifier> referenced,
      ReferentialAction onDelete) {
    public NewKey {
      columns = List.copyOf(columns);
      referenced = List.copyOf(referenced);
    }
  }

  /**
   * Old columns and the new ones that take their place. When an old and a new column share a name,
   * the new one appears only at {@code contract}; until then new-shape clients use the old one.
   *
   * @param old names in the old shape
   * @param fresh the columns of the new shape
   * @param up for each new column its value over the old columns
   * @param down for each old column its value over the new columns
   */
  public record Replacement(
      List<Identifier> old,
      List<NewColumn> fresh,
      Map<Identifier, String> up,
      Map<Identifier, String> down) {
    public Replacement {
      old = List.copyOf(old);
      fresh = List.copyOf(fresh);
      up = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(up));
      down = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(down));
    }

    /** Whether the new column takes its old name only at {@code contract}. */
    public boolean inPlace() {
      return fresh.stream().anyMatch(column -> old.contains(column.name()));
    }
  }
}
