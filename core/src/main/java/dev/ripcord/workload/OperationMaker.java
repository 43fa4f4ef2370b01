package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.Altered;
import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.Snapshot.Generation;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Thinks out what one writer writes next. Used by one thread. */
final class OperationMaker {
  private final Choices choices;
  private final Random random;

  OperationMaker(Choices choices) {
    this.choices = choices;
    this.random = choices.random();
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
    Keys keys = choices.rows().keys(face.table().name());
    List<String> key = keys.any(random);
    if (dice < 35 || key == null || face.table().key().isEmpty()) {
      return insert(face, oldShape);
    }
    if (dice < 40) {
      List<String> victim = face.table().referenced() ? keys.anyInserted(random) : key;
      if (victim == null || !touched.add(List.of(face.table().name(), victim))) {
        return Optional.empty();
      }
      return cannotTell(face.table(), victim)
              || leavesOrphans(face, victim, oldShape)
              || takesAlong(face.table(), victim, oldShape)
          ? Optional.empty()
          : Optional.of(new Operation.Delete(face, victim));
    }
    return touched.add(List.of(face.table().name(), key))
        ? update(face, key, oldShape)
        : Optional.empty();
  }

  /**
   * Whether what the old shape has afterwards hangs on what cannot be seen from outside: whether
   * the value was archived already, or the partner filled, whose value a later row would take.
   */
  private boolean cannotTell(WriteTable table, List<String> key) {
    boolean leavesPartner =
        table
            .pairing()
            .filter(each -> each.leaves(table.name()))
            .filter(each -> each.link() == Pairing.Link.HERE_TO_THERE)
            .isPresent();
    return leavesPartner
        || (table.arrivals().isPresent() && choices.rows().isLate(table.name(), key));
  }

  /** What only the old shape forbids cannot be compared: whoever hangs there is written on. */
  private static boolean leavesOrphans(Face face, List<String> key, Session oldShape) {
    return face.shape() == Shape.NEW
        && face.table().leaving().stream()
            .anyMatch(each -> !Cascaded.hanging(oldShape, face.table(), key, each).isEmpty());
  }

  /** Whether rows would go with it on which others hang in the new shape only. */
  private static boolean takesAlong(WriteTable table, List<String> key, Session oldShape) {
    return table.through().stream().anyMatch(each -> each.holds(oldShape, table, key));
  }

  private Optional<Operation> insert(Face face, Session oldShape) {
    WriteTable table = face.table();
    boolean all = random.nextBoolean();
    Map<Identifier, @Nullable String> written = new LinkedHashMap<>();
    for (Snapshot.Column column : face.plain()) {
      if (!serverMakes(table, column) && (all || required(column))) {
        written.put(column.name(), choices.value(table, column));
      }
    }
    choices.rows().together().complete(table, face::isPlain, written, random);
    for (ForeignKey key : table.outgoing()) {
      if (key.columns().stream().allMatch(face::has) && !choices.reference(face, key, written)) {
        return Optional.empty();
      }
    }
    for (Replacement replacement : face.replaced()) {
      if (!face.renewsKey(replacement)
          || !serverMakes(table, Choices.oldColumn(table, replacement))) {
        Map<Identifier, @Nullable String> fresh = choices.fresh(face, replacement, true, oldShape);
        if (fresh.isEmpty()) {
          return Optional.empty();
        }
        written.putAll(fresh);
      }
    }
    for (NewColumn column : face.added()) {
      if ((all || column.notNull()) && !table.referencing(column.name())) {
        written.put(column.name(), choices.value(table, column));
      }
    }
    return Doubles.avoid(face, choices, oldShape, written) && mayInsert(table, written)
        ? Optional.of(new Operation.Insert(face, written, toReadBack(face, written)))
        : Optional.empty();
  }

  /** A row that is found together with those of another writer would be written by both. */
  private boolean mayInsert(WriteTable table, Map<Identifier, @Nullable String> written) {
    return !table.findsMany()
        || table.key().stream().anyMatch(column -> written.get(column) == null)
        || choices
            .rows()
            .owns(table.key().stream().map(column -> String.valueOf(written.get(column))).toList());
  }

  static boolean serverMakes(WriteTable table, Snapshot.Column column) {
    return column.generation() == Generation.IDENTITY_ALWAYS
        || column.generation() == Generation.IDENTITY_BY_DEFAULT
        || (table.key().contains(column.name()) && column.defaultValue().isPresent());
  }

  private static boolean required(Snapshot.Column column) {
    return column.notNull() && column.defaultValue().isEmpty();
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
    Stream<Identifier> mayBeTaken =
        face.showsWhatLeaves()
            ? face.table().pairing().stream()
                .flatMap(each -> each.how().columns().values().stream())
            : Stream.empty();
    return Stream.of(plain, renewed, added, removed, mayBeTaken, face.watched())
        .flatMap(names -> names)
        .distinct()
        .toList();
  }

  private Optional<Operation> update(Face face, List<String> key, Session oldShape) {
    WriteTable table = face.table();
    Map<Identifier, @Nullable String> written = new LinkedHashMap<>();
    List<Identifier> same = new ArrayList<>();
    boolean mapper = random.nextInt(5) == 0;
    boolean unrelatedOnly = random.nextInt(3) == 0;
    List<Identifier> untouched = setPlain(face, unrelatedOnly, written);
    if (!unrelatedOnly) {
      setConcerned(face, key, oldShape, written);
    }
    written
        .keySet()
        .removeIf(
            column ->
                table.shape().rewritten().contains(column)
                    && !choices.rows().mayOverwrite(table.name(), key, column));
    Doubles.avoidInUpdate(face, choices, oldShape, written);
    if (mapper) {
      same.addAll(untouched);
      face.settableReplaced()
          .forEach(each -> each.fresh().forEach(column -> same.add(column.name())));
      same.removeAll(written.keySet());
    }
    if (written.isEmpty() && same.isEmpty()) {
      return Optional.empty();
    }
    Stream<Identifier> stored =
        table.firesTriggers()
            ? face.settable().stream().map(Snapshot.Column::name)
            : face.relaxed().stream().map(Altered::name);
    Stream<Identifier> maybeThere =
        Stream.concat(face.watched(), table.shape().rewritten().stream())
            .filter(written::containsKey);
    List<Identifier> returning = Stream.concat(stored, maybeThere).distinct().toList();
    return Optional.of(new Operation.Update(face, key, written, same, returning));
  }

  /** Sets columns that are the same in both shapes; gives those that it leaves alone. */
  private List<Identifier> setPlain(
      Face face, boolean unrelatedOnly, Map<Identifier, @Nullable String> written) {
    WriteTable table = face.table();
    Set<Identifier> concerned = new HashSet<>(table.shape().removed().keySet());
    table.shape().replacements().forEach(each -> concerned.addAll(each.old()));
    List<Identifier> untouched = new ArrayList<>();
    for (Snapshot.Column column : face.settable()) {
      boolean skip = unrelatedOnly && concerned.contains(column.name());
      if (!skip && !table.referencing(column.name()) && random.nextInt(3) == 0) {
        written.put(column.name(), choices.value(table, column));
      } else {
        untouched.add(column.name());
      }
    }
    choices
        .rows()
        .together()
        .complete(
            table, name -> face.isPlain(name) && !table.frozen().contains(name), written, random);
    untouched.removeAll(written.keySet());
    for (ForeignKey key : table.outgoing()) {
      // rows of others may hang on this one, and must not get under a parent that we may delete
      boolean settable =
          !table.referenced()
              && key.columns().stream()
                  .allMatch(name -> face.has(name) && !table.frozen().contains(name));
      boolean skip = unrelatedOnly && key.columns().stream().anyMatch(concerned::contains);
      if (settable && !skip && random.nextInt(5) == 0) {
        boolean unused = choices.reference(face, key, written);
        if (key.isNew() && key.columns().stream().anyMatch(name -> written.get(name) == null)) {
          // a repair may have put NULL there: the same again tells nobody whose it is
          written.keySet().removeAll(key.columns());
        }
      }
    }
    return untouched;
  }

  private void setConcerned(
      Face face, List<String> key, Session oldShape, Map<Identifier, @Nullable String> written) {
    WriteTable table = face.table();
    for (Replacement replacement : face.settableReplaced()) {
      boolean rehangs =
          table.referenced() && replacement.old().stream().anyMatch(table::referencing);
      if (!rehangs && random.nextInt(2) == 0) {
        written.putAll(choices.renewed(face, key, replacement, oldShape));
      }
    }
    for (NewColumn column : face.added()) {
      if (!table.referencing(column.name()) && random.nextInt(3) == 0) {
        String value = choices.value(table, column);
        if (choices.mayArrive(face, key, column.name(), value)) {
          written.put(column.name(), value);
        }
      }
    }
  }
}
