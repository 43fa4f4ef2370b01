package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses what one writer puts into columns: parents, and new values of replacements. */
final class Choices {
  /** So often a value is drawn where NULL will not do. */
  private static final int MOST_DRAWS = 50;

  /** Integers that may become wider ones. */
  private static final Set<String> NARROW = Set.of("smallint", "integer");

  private final Map<QualifiedName, WriteTable> tables;
  private final Values values;
  private final OwnedRows rows;
  private final Random random;
  private final boolean partialUpdates;
  private final Ledger ledger;

  Choices(
      Map<QualifiedName, WriteTable> tables,
      Values values,
      OwnedRows rows,
      Random random,
      boolean partialUpdates,
      Ledger ledger) {
    this.tables = tables;
    this.values = values;
    this.rows = rows;
    this.random = random;
    this.partialUpdates = partialUpdates;
    this.ledger = ledger;
  }

  Random random() {
    return random;
  }

  /** The rows that the writer owns. */
  OwnedRows rows() {
    return rows;
  }

  /**
   * @param column as the client's shape has it
   */
  @Nullable String value(WriteTable table, Snapshot.Column column) {
    boolean wasNotNull = table.column(column.name()).notNull();
    if (wasNotNull && !column.notNull() && random.nextInt(4) == 0) {
      return null;
    }
    String value = values.of(table, column, random);
    for (int i = 0; value == null && column.notNull() && !wasNotNull && i < MOST_DRAWS; i++) {
      value = values.of(table, column, random);
    }
    return value;
  }

  @Nullable String value(WriteTable table, NewColumn column) {
    return values.of(table, column, Optional.empty(), random);
  }

  /** Lets the row reference a parent, or nothing where it may; false if it must and cannot. */
  boolean reference(Face face, ForeignKey key, Map<Identifier, @Nullable String> written) {
    if (key.isNew() && face.shape() == Shape.OLD && random.nextInt(3) == 0) {
      return orphan(face.table(), key, written);
    }
    boolean alone =
        face.table()
            .arrivals()
            .filter(each -> each.link() == Pairing.Link.NONE && each.asKey().equals(key))
            .isPresent();
    if (alone && random.nextInt(5) == 0 && numbers(face.table(), key)) {
      return orphan(face.table(), key, written);
    }
    return reference(face.table(), key, written);
  }

  private static boolean numbers(WriteTable table, ForeignKey key) {
    return key.columns().stream()
        .allMatch(name -> List.of("integer", "bigint").contains(table.column(name).type()));
  }

  /**
   * Whether a client may write this into a column that came from another table: NULL over the NULL
   * of a row that nobody has filled yet is no change by content.
   */
  boolean mayArrive(Face face, List<String> key, Identifier column, @Nullable String value) {
    return value != null
        || face.table().arrivals().filter(each -> each.moves(column)).isEmpty()
        || (face.layout() == Layout.AFTER_CONTRACT && !rows.isLate(face.table().name(), key));
  }

  /** Clients of the old shape know nothing of a new key: a reference to what nobody has. */
  private boolean orphan(
      WriteTable table, ForeignKey key, Map<Identifier, @Nullable String> written) {
    for (Identifier name : key.columns()) {
      boolean number = List.of("integer", "bigint").contains(table.column(name).type());
      written.put(
          name,
          number
              ? String.valueOf(1_500_000_000 + random.nextInt(500_000_000))
              : values.of(table, table.column(name), random));
    }
    return true;
  }

  private boolean reference(
      WriteTable table, ForeignKey key, Map<Identifier, @Nullable String> written) {
    boolean optional =
        key.columns().stream()
            .noneMatch(
                name -> table.before().column(name).filter(Snapshot.Column::notNull).isPresent());
    Optional<List<String>> parent =
        optional && random.nextInt(10) == 0 ? Optional.empty() : rows.parent(key, tables, random);
    if (parent.isEmpty() && !optional) {
      return false;
    }
    for (int i = 0; i < key.columns().size(); i++) {
      written.put(key.columns().get(i), parent.isEmpty() ? null : parent.get().get(i));
    }
    return true;
  }

  /** Values of a replacement's new columns; empty if there are none to be had. */
  Map<Identifier, @Nullable String> fresh(
      Face face, Replacement replacement, boolean inserting, Session oldShape) {
    WriteTable table = face.table();
    List<ForeignKey> references =
        table.outgoing().stream()
            .filter(key -> key.columns().stream().anyMatch(replacement.old()::contains))
            .toList();
    Map<Identifier, @Nullable String> fresh =
        references.isEmpty() && random.nextBoolean()
            ? direct(table, replacement)
            : translated(table, replacement, references, oldShape);
    // the old column's default would win over NULL in its successor, for whoever looks at content
    boolean defaults =
        replacement.old().stream().anyMatch(old -> table.column(old).defaultValue().isPresent());
    boolean nothing = fresh.values().stream().allMatch(value -> value == null);
    return inserting && nothing && (defaults || looksUnfilled(table, replacement, fresh, oldShape))
        ? new LinkedHashMap<>()
        : fresh;
  }

  /**
   * NULL in all new columns is what a row has that nobody has filled yet. Where {@code up} gives
   * something else, nobody can say what is right (decision 0009), so that writers leave it alone.
   */
  private static boolean looksUnfilled(
      WriteTable table,
      Replacement replacement,
      Map<Identifier, @Nullable String> fresh,
      Session oldShape) {
    return fresh.values().stream().allMatch(Objects::isNull)
        && !Translation.down(oldShape, table, replacement, fresh).expressible();
  }

  private Map<Identifier, @Nullable String> direct(WriteTable table, Replacement replacement) {
    Map<Identifier, @Nullable String> fresh = new LinkedHashMap<>();
    for (NewColumn column : replacement.fresh()) {
      Optional<Snapshot.Column> wider =
          replacement.inPlace() ? Optional.of(oldColumn(table, replacement)) : Optional.empty();
      // a key beyond its old type, or a number of a sequence, ends the way back, as the plan says
      boolean key =
          wider.filter(old -> NARROW.contains(old.type())).isPresent()
              && (table.before().isKey(column.name())
                  || table.before().attached().sequences().stream()
                      .anyMatch(each -> each.column().equals(column.name())));
      fresh.put(
          column.name(),
          key ? values.of(table, wider.get(), random) : values.of(table, column, wider, random));
    }
    return fresh;
  }

  private Map<Identifier, @Nullable String> translated(
      WriteTable table, Replacement replacement, List<ForeignKey> references, Session oldShape) {
    Map<Identifier, @Nullable String> old = new LinkedHashMap<>();
    for (Identifier column : replacement.old()) {
      old.put(column, values.of(table, table.column(column), random));
    }
    for (ForeignKey key : references) {
      if (!reference(table, key, old)) {
        return new LinkedHashMap<>();
      }
    }
    try {
      return Translation.up(oldShape, table, replacement, old);
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      // a value that up does not take never gets into the new shape
      return new LinkedHashMap<>();
    }
  }

  /**
   * New values for a replacement's columns of a row, some or all. Never just the values that are
   * there: whether the old side then follows {@code down} or stays, cannot be seen from outside.
   */
  Map<Identifier, @Nullable String> renewed(
      Face face, List<String> key, Replacement replacement, Session oldShape) {
    Map<Identifier, @Nullable String> fresh = fresh(face, replacement, false, oldShape);
    boolean maybeUnfilled = face.layout() == Layout.BEFORE_CONTRACT && !replacement.inPlace();
    if (maybeUnfilled && fresh.containsValue(null)) {
      // NULL over the NULL of a row that nobody has filled yet is no change by content: the
      // value of the old shape stays, so such a write would prove nothing either way
      if (!partialUpdates) {
        return Map.of();
      }
      fresh.values().removeIf(Objects::isNull);
    }
    if (partialUpdates && fresh.size() > 1 && random.nextInt(3) == 0) {
      List<Identifier> names = List.copyOf(fresh.keySet());
      fresh.keySet().retainAll(Set.of(names.get(random.nextInt(names.size()))));
    }
    Map<Identifier, @Nullable String> now =
        Translation.current(
            oldShape, face.table(), replacement, key, ledger.kept(face.table().name(), key));
    boolean changes =
        fresh.entrySet().stream()
            .anyMatch(entry -> !Objects.equals(entry.getValue(), now.get(entry.getKey())));
    Map<Identifier, @Nullable String> then = new LinkedHashMap<>(now);
    then.putAll(fresh);
    return changes && !looksUnfilled(face.table(), replacement, then, oldShape) ? fresh : Map.of();
  }

  static Snapshot.Column oldColumn(WriteTable table, Replacement replacement) {
    return table.column(replacement.old().getFirst());
  }
}
