package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.Snapshot.Generation;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Thinks out what one writer writes next. Used by one thread. */
final class OperationMaker {
  private final Map<QualifiedName, WriteTable> tables;
  private final Values values;
  private final OwnedRows rows;
  private final Random random;
  private final boolean partialUpdates;
  private final Ledger ledger;

  OperationMaker(
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

  /**
   * Writes of one client, at most one per row that exists; none if nothing can be written.
   *
   * @param oldShape a session in which tables have the old shape, to translate values
   */
  List<Operation> transaction(List<Face> faces, Session oldShape) {
    // most clients write one row at a time
    int size = Math.max(1, random.nextInt(8) - 4);
    List<Operation> operations = new ArrayList<>();
    Set<List<Object>> touched = new HashSet<>();
    for (int i = 0; i < size; i++) {
      Face face = faces.get(random.nextInt(faces.size()));
      one(face, touched, oldShape).ifPresent(operations::add);
    }
    return operations;
  }

  private Optional<? extends Operation> one(
      Face face, Set<List<Object>> touched, Session oldShape) {
    int dice = random.nextInt(100);
    Keys keys = rows.keys(face.table().name());
    List<String> key = keys.any(random);
    if (dice < 35 || key == null || face.table().key().isEmpty()) {
      return insert(face, oldShape);
    }
    if (dice < 40) {
      List<String> victim = face.table().referenced() ? keys.anyInserted(random) : key;
      if (victim == null || !touched.add(List.of(face.table().name(), victim))) {
        return Optional.empty();
      }
      return Optional.of(new Operation.Delete(face, victim));
    }
    return touched.add(List.of(face.table().name(), key))
        ? update(face, key, oldShape)
        : Optional.empty();
  }

  private Optional<Operation> insert(Face face, Session oldShape) {
    WriteTable table = face.table();
    boolean all = random.nextBoolean();
    Map<Identifier, @Nullable String> written = new LinkedHashMap<>();
    for (Snapshot.Column column : face.plain()) {
      if (!serverMakes(table, column) && (all || required(column))) {
        written.put(column.name(), values.of(table, column, random));
      }
    }
    for (ForeignKey key : table.outgoing()) {
      if (key.columns().stream().allMatch(face::isPlain) && !reference(table, key, written)) {
        return Optional.empty();
      }
    }
    for (Replacement replacement : face.replaced()) {
      if (!face.renewsKey(replacement) || !serverMakes(table, oldColumn(table, replacement))) {
        Map<Identifier, @Nullable String> fresh = fresh(face, replacement, true, oldShape);
        if (fresh.isEmpty()) {
          return Optional.empty();
        }
        written.putAll(fresh);
      }
    }
    for (NewColumn column : face.added()) {
      if (all || column.notNull()) {
        written.put(column.name(), values.of(table, column, Optional.empty(), random));
      }
    }
    return Optional.of(new Operation.Insert(face, written, toReadBack(face, written)));
  }

  private static Snapshot.Column oldColumn(WriteTable table, Replacement replacement) {
    return table.column(replacement.old().getFirst());
  }

  private static boolean serverMakes(WriteTable table, Snapshot.Column column) {
    return column.generation() == Generation.IDENTITY_ALWAYS
        || column.generation() == Generation.IDENTITY_BY_DEFAULT
        || (table.key().contains(column.name()) && column.defaultValue().isPresent());
  }

  private static boolean required(Snapshot.Column column) {
    return column.notNull() && column.defaultValue().isEmpty();
  }

  /** Lets the row reference a parent, or nothing where it may; false if it must and cannot. */
  private boolean reference(
      WriteTable table, ForeignKey key, Map<Identifier, @Nullable String> written) {
    boolean optional = key.columns().stream().noneMatch(name -> table.column(name).notNull());
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
  private Map<Identifier, @Nullable String> fresh(
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
    return inserting && defaults && nothing ? Map.of() : fresh;
  }

  private Map<Identifier, @Nullable String> direct(WriteTable table, Replacement replacement) {
    Map<Identifier, @Nullable String> fresh = new LinkedHashMap<>();
    for (NewColumn column : replacement.fresh()) {
      Optional<Snapshot.Column> wider =
          replacement.inPlace() ? Optional.of(oldColumn(table, replacement)) : Optional.empty();
      fresh.put(column.name(), values.of(table, column, wider, random));
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
        return Map.of();
      }
    }
    try {
      return Translation.up(oldShape, table, replacement, old);
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      // a value that up does not take never gets into the new shape
      return Map.of();
    }
  }

  private static List<Identifier> toReadBack(Face face, Map<Identifier, @Nullable String> written) {
    boolean all = face.table().firesTriggers();
    Stream<Identifier> plain =
        face.plain().stream()
            .map(Snapshot.Column::name)
            .filter(name -> all || !written.containsKey(name));
    Stream<Identifier> renewed =
        face.replaced().stream()
            .filter(face::renewsKey)
            .flatMap(replacement -> replacement.fresh().stream())
            .map(NewColumn::name)
            .filter(name -> !written.containsKey(name));
    Stream<Identifier> added =
        face.removed().isEmpty()
            ? Stream.empty()
            : face.added().stream().map(NewColumn::name).filter(name -> !written.containsKey(name));
    Stream<Identifier> removed =
        face.layout() == Layout.BEFORE_CONTRACT
            ? face.removed().stream().map(Snapshot.Column::name)
            : Stream.empty();
    return Stream.of(plain, renewed, added, removed).flatMap(names -> names).distinct().toList();
  }

  private Optional<Operation> update(Face face, List<String> key, Session oldShape) {
    WriteTable table = face.table();
    Map<Identifier, @Nullable String> written = new LinkedHashMap<>();
    List<Identifier> same = new ArrayList<>();
    boolean mapper = random.nextInt(5) == 0;
    boolean unrelatedOnly = random.nextInt(3) == 0;
    Set<Identifier> concerned = new HashSet<>(table.shape().removed().keySet());
    table.shape().replacements().forEach(each -> concerned.addAll(each.old()));
    for (Snapshot.Column column : face.settable()) {
      boolean skip = unrelatedOnly && concerned.contains(column.name());
      if (!skip && !referencing(table, column.name()) && random.nextInt(3) == 0) {
        written.put(column.name(), values.of(table, column, random));
      } else if (mapper) {
        same.add(column.name());
      }
    }
    for (Replacement replacement : face.settableReplaced()) {
      List<Identifier> names = replacement.fresh().stream().map(NewColumn::name).toList();
      boolean rehangs =
          table.referenced() && replacement.old().stream().anyMatch(old -> referencing(table, old));
      if (!unrelatedOnly && !rehangs && random.nextInt(2) == 0) {
        written.putAll(renewed(face, key, replacement, oldShape));
      } else if (mapper) {
        same.addAll(names);
      }
    }
    for (NewColumn column : face.added()) {
      if (!unrelatedOnly && random.nextInt(3) == 0) {
        written.put(column.name(), values.of(table, column, Optional.empty(), random));
      }
    }
    for (ForeignKey reference : table.outgoing()) {
      // rows of others may hang on this one, and must not get under a parent that we may delete
      boolean settable =
          !table.referenced()
              && reference.columns().stream()
                  .allMatch(name -> face.isPlain(name) && !table.frozen().contains(name));
      if (settable && random.nextInt(5) == 0) {
        boolean unused = reference(table, reference, written);
      }
    }
    same.removeAll(written.keySet());
    if (written.isEmpty() && same.isEmpty()) {
      return Optional.empty();
    }
    List<Identifier> returning =
        table.firesTriggers()
            ? face.settable().stream().map(Snapshot.Column::name).toList()
            : List.of();
    return Optional.of(new Operation.Update(face, key, written, same, returning));
  }

  /**
   * New values for a replacement's columns of a row, some or all. Never just the values that are
   * there: whether the old side then follows {@code down} or stays, cannot be seen from outside.
   */
  private Map<Identifier, @Nullable String> renewed(
      Face face, List<String> key, Replacement replacement, Session oldShape) {
    Map<Identifier, @Nullable String> fresh = fresh(face, replacement, false, oldShape);
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
    return changes ? fresh : Map.of();
  }

  private static boolean referencing(WriteTable table, Identifier column) {
    return table.outgoing().stream().anyMatch(key -> key.columns().contains(column));
  }
}
