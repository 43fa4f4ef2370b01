package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
 * @param altered columns that stay, with other properties
 * @param moved the name that the new shape has for it, where that is another
 * @param respelled columns in which the new shape has other words for values from {@code contract}
 *     on, each with new words to old ones
 * @param keys foreign keys that only the new shape has
 * @param lostKeys foreign keys that only the old shape has
 * @param partner the table from which some of the added columns come
 */
public record TableShape(
    QualifiedName table,
    boolean dropped,
    List<NewColumn> added,
    Map<Identifier, String> removed,
    List<Replacement> replacements,
    List<Altered> altered,
    Optional<QualifiedName> moved,
    Map<Identifier, Map<String, String>> respelled,
    List<NewKey> keys,
    List<NewKey> lostKeys,
    Optional<Partner> partner) {
  /** Without altered columns and keys, under its name, in its words. */
  public TableShape(
      QualifiedName table,
      boolean dropped,
      List<NewColumn> added,
      Map<Identifier, String> removed,
      List<Replacement> replacements) {
    this(
        table,
        dropped,
        added,
        removed,
        replacements,
        List.of(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  public TableShape {
    altered = List.copyOf(altered);
    lostKeys = List.copyOf(lostKeys);
    keys = List.copyOf(keys);
    added = List.copyOf(added);
    removed = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(removed));
    replacements = List.copyOf(replacements);
    respelled = Map.copyOf(respelled);
  }

  TableShape withAdded(NewColumn column) {
    return new TableShape(
        table,
        dropped,
        with(added, column),
        removed,
        replacements,
        altered,
        moved,
        respelled,
        keys,
        lostKeys,
        partner);
  }

  TableShape withRemoved(Identifier column, String otherwise) {
    Map<Identifier, String> more = new LinkedHashMap<>(removed);
    more.put(column, otherwise);
    return new TableShape(
        table,
        dropped,
        added,
        more,
        replacements,
        altered,
        moved,
        respelled,
        keys,
        lostKeys,
        partner);
  }

  TableShape withReplacement(Replacement replacement) {
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        with(replacements, replacement),
        altered,
        moved,
        respelled,
        keys,
        lostKeys,
        partner);
  }

  TableShape withoutTable() {
    return new TableShape(
        table,
        true,
        added,
        removed,
        replacements,
        altered,
        moved,
        respelled,
        keys,
        lostKeys,
        partner);
  }

  TableShape withName(QualifiedName name) {
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        replacements,
        altered,
        Optional.of(name),
        respelled,
        keys,
        lostKeys,
        partner);
  }

  TableShape withRespelled(Identifier column, Map<String, String> words) {
    Map<Identifier, Map<String, String>> more = new LinkedHashMap<>(respelled);
    more.put(column, Map.copyOf(words));
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        replacements,
        altered,
        moved,
        more,
        keys,
        lostKeys,
        partner);
  }

  /** With something said of a column in addition to what was said of it before. */
  TableShape withAltered(Snapshot.Column column, UnaryOperator<Altered> change) {
    Altered now =
        altered(column.name())
            .orElseGet(
                () ->
                    new Altered(
                        column.name(),
                        column.notNull(),
                        column.defaultValue().isPresent(),
                        Optional.empty()));
    List<Altered> more = new ArrayList<>(altered);
    more.removeIf(each -> each.name().equals(column.name()));
    more.add(change.apply(now));
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        replacements,
        more,
        moved,
        respelled,
        keys,
        lostKeys,
        partner);
  }

  /** What is said of a column that stays. */
  public Optional<Altered> altered(Identifier column) {
    return altered.stream().filter(each -> each.name().equals(column)).findFirst();
  }

  /** Whether the new shape has a column of this name that the old one has not. */
  boolean hasNew(Identifier column) {
    return added.stream().anyMatch(each -> each.name().equals(column))
        || replacements.stream()
            .flatMap(each -> each.fresh().stream())
            .anyMatch(each -> each.name().equals(column));
  }

  TableShape withKey(NewKey key) {
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        replacements,
        altered,
        moved,
        respelled,
        with(keys, key),
        lostKeys,
        partner);
  }

  TableShape withoutKey(NewKey key) {
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        replacements,
        altered,
        moved,
        respelled,
        keys,
        with(lostKeys, key),
        partner);
  }

  TableShape withPartner(Partner other) {
    return new TableShape(
        table,
        dropped,
        added,
        removed,
        replacements,
        altered,
        moved,
        respelled,
        keys,
        lostKeys,
        Optional.of(other));
  }

  private static <T> List<T> with(List<T> those, T one) {
    List<T> more = new ArrayList<>(those);
    more.add(one);
    return more;
  }

  /**
   * @param type as PostgreSQL spells it
   * @param again what rows that exist get in it by going forward, as an expression over the old
   *     shape; absent where that cannot be said so
   */
  public record NewColumn(Identifier name, String type, boolean notNull, Optional<String> again) {
    public NewColumn(Identifier name, String type, boolean notNull) {
      this(name, type, notNull, Optional.empty());
    }
  }

  /**
   * A column that stays, as the new shape has it. What it forbids it forbids from the end of {@code
   * expand}, what it allows it allows after {@code contract}.
   *
   * @param down its value in the old shape where the new one has NULL and the old one must not
   */
  public record Altered(
      Identifier name, boolean notNull, boolean hasDefault, Optional<String> down) {
    Altered withNotNull() {
      return new Altered(name, true, hasDefault, down);
    }

    Altered withNull(String otherwise) {
      return new Altered(name, false, hasDefault, Optional.of(otherwise));
    }

    Altered withDefault(boolean there) {
      return new Altered(name, notNull, there, down);
    }
  }

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
   * The table from which columns come to this one: each of its rows has at most one here.
   *
   * @param columns of the new shape of this table, each with the one of the old shape there
   * @param key of this table, each with the one there
   */
  public record Partner(
      QualifiedName table, Map<Identifier, Identifier> columns, Map<Identifier, Identifier> key) {
    public Partner {
      columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      key = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(key));
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
