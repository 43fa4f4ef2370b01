package dev.ripcord.plan;

import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
 * @param doubles columns that were unique together, and in the end no longer are
 * @param partner the table from which some of the added columns come
 * @param rewritten columns whose values the migration itself changes in rows that exist
 * @param demands what all rows of the old shape must fit, because nothing makes them
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
    List<List<Identifier>> doubles,
    Optional<Partner> partner,
    List<Identifier> rewritten,
    List<Demand> demands) {
  /** With these columns, and else as it was. */
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
        List.of(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  public TableShape {
    altered = List.copyOf(altered);
    doubles = List.copyOf(doubles);
    lostKeys = List.copyOf(lostKeys);
    keys = List.copyOf(keys);
    added = List.copyOf(added);
    removed = Collections.unmodifiableMap(new LinkedHashMap<>(removed));
    replacements = List.copyOf(replacements);
    respelled = Map.copyOf(respelled);
    rewritten = List.copyOf(rewritten);
    demands = List.copyOf(demands);
  }

  TableShape withAdded(NewColumn column) {
    return changed(parts -> parts.added.add(column));
  }

  TableShape withRemoved(Identifier column, String otherwise) {
    return changed(parts -> parts.removed.put(column, otherwise));
  }

  TableShape withReplacement(Replacement replacement) {
    return changed(parts -> parts.replacements.add(replacement));
  }

  TableShape withoutTable() {
    return changed(parts -> parts.dropped = true);
  }

  TableShape withName(QualifiedName name) {
    return changed(parts -> parts.moved = Optional.of(name));
  }

  TableShape withRespelled(Identifier column, Map<String, String> words) {
    return changed(parts -> parts.respelled.put(column, Map.copyOf(words)));
  }

  TableShape withKey(NewKey key) {
    return changed(parts -> parts.keys.add(key));
  }

  TableShape withoutKey(NewKey key) {
    return changed(parts -> parts.lostKeys.add(key));
  }

  TableShape withDoubles(List<Identifier> columns) {
    return changed(parts -> parts.doubles.add(List.copyOf(columns)));
  }

  TableShape withPartner(Partner other) {
    return changed(parts -> parts.partner = Optional.of(other));
  }

  TableShape withRewritten(List<Identifier> columns) {
    return changed(parts -> parts.rewritten.addAll(columns));
  }

  TableShape withDemand(Demand demand) {
    return changed(parts -> parts.demands.add(demand));
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
    return changed(
        parts -> {
          parts.altered.removeIf(each -> each.name().equals(column.name()));
          parts.altered.add(change.apply(now));
        });
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

  private TableShape changed(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.whole();
  }

  /** A shape that is being changed. */
  private static final class Parts {
    private final QualifiedName table;
    private final List<NewColumn> added;
    private final Map<Identifier, String> removed;
    private final List<Replacement> replacements;
    private final List<Altered> altered;
    private final Map<Identifier, Map<String, String>> respelled;
    private final List<NewKey> keys;
    private final List<NewKey> lostKeys;
    private final List<List<Identifier>> doubles;
    private boolean dropped;
    private Optional<QualifiedName> moved;
    private Optional<Partner> partner;
    private final List<Identifier> rewritten;
    private final List<Demand> demands;

    Parts(TableShape shape) {
      table = shape.table;
      added = new ArrayList<>(shape.added);
      removed = new LinkedHashMap<>(shape.removed);
      replacements = new ArrayList<>(shape.replacements);
      altered = new ArrayList<>(shape.altered);
      respelled = new LinkedHashMap<>(shape.respelled);
      keys = new ArrayList<>(shape.keys);
      lostKeys = new ArrayList<>(shape.lostKeys);
      doubles = new ArrayList<>(shape.doubles);
      dropped = shape.dropped;
      moved = shape.moved;
      partner = shape.partner;
      rewritten = new ArrayList<>(shape.rewritten);
      demands = new ArrayList<>(shape.demands);
    }

    TableShape whole() {
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
          doubles,
          partner,
          rewritten,
          demands);
    }
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
   * What the migration forbids without a repair: rows that do not fit let a step fail.
   *
   * @param add forbids it in the old shape, at once
   * @param drop allows it again
   * @param unfit a condition that holds for a row {@code t} which does not fit by itself
   * @param unique expressions over a row {@code t} that are the same for no two rows
   * @param among a condition for the rows of which that is so
   * @param parent the table in which rows are referenced
   */
  public record Demand(
      String add,
      String drop,
      Optional<String> unfit,
      List<String> unique,
      String among,
      Optional<QualifiedName> parent) {
    public Demand {
      unique = List.copyOf(unique);
    }

    /**
     * @param unfit as {@link Demand#unfit}
     */
    static Demand of(String add, String drop, String unfit) {
      return new Demand(add, drop, Optional.of(unfit), List.of(), "true", Optional.empty());
    }

    static Demand unique(String add, String drop, List<String> expressions, String among) {
      return new Demand(add, drop, Optional.empty(), expressions, among, Optional.empty());
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
      columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
      key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
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
      up = Collections.unmodifiableMap(new LinkedHashMap<>(up));
      down = Collections.unmodifiableMap(new LinkedHashMap<>(down));
    }

    /** Whether the new column takes its old name only at {@code contract}. */
    public boolean inPlace() {
      return fresh.stream().anyMatch(column -> old.contains(column.name()));
    }
  }
}
