package dev.ripcord.plan;

import static java.util.stream.Collectors.toMap;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ColumnChange.ChangeType;
import dev.ripcord.migration.ColumnChange.RenameColumn;
import dev.ripcord.migration.ColumnChange.RollbackStyle;
import dev.ripcord.migration.ColumnChange.TransformColumns;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads renames, transformations and changes of type as what they are: replacements of columns. */
final class Replacements {
  private Replacements() {}

  static void rename(Draft draft, RenameColumn change) {
    one(draft, change, change.table(), change.from())
        .filter(each -> draft.isNew(change, each.table(), change.to()))
        .filter(each -> Dependents.allowReplacement(draft, change, each.table(), each.column()))
        .ifPresent(
            each -> {
              Snapshot.Column column = each.column();
              add(
                  draft,
                  each.table(),
                  Origin.of(change),
                  List.of(column),
                  List.of(
                      new Replacement.Fresh(
                          change.to(),
                          change.to(),
                          column.type(),
                          column.notNull(),
                          column.defaultValue(),
                          column.collation(),
                          column.comment())),
                  Map.of(change.to(), change.from().quoted()),
                  Map.of(change.from(), change.to().quoted()));
            });
  }

  static void changeType(Draft draft, ChangeType change) {
    one(draft, change, change.table(), change.column())
        .filter(each -> Dependents.allowReplacement(draft, change, each.table(), each.column()))
        .ifPresent(each -> changeType(draft, change, each.table(), each.column()));
  }

  private static void changeType(
      Draft draft, ChangeType change, Snapshot.Table table, Snapshot.Column column) {
    InPlace inPlace = new InPlace(table, column, change);
    if (inPlace.bothWays()) {
      new InPlaceSteps(draft, table, column, change).bothWays();
      return;
    }
    if (change.rollback() == RollbackStyle.ONLINE && !inPlace.allowed(draft)) {
      return;
    }
    Optional<String> back = back(table, column, change);
    if (back.isEmpty()) {
      draft.problem(
          change,
          "column "
              + change.column()
              + " as "
              + change.type()
              + " could hold what no "
              + column.type()
              + " can, and the cast back would fail",
          "'down:' with the old value for every new one, such as NULL where there is none");
    } else if (change.rollback() == RollbackStyle.ONLINE) {
      new InPlaceSteps(draft, table, column, change).online(back.get());
    } else {
      draft.pendingColumn(table.name(), change.column(), Names.pending(change.column()));
      add(draft, retyped(draft.nextNumber(), table, column, change, back.get()));
    }
  }

  /** The value for the old type, over the column's name. */
  private static Optional<String> back(
      Snapshot.Table table, Snapshot.Column column, ChangeType change) {
    // what cannot be held must not become equal to another key: better refuse the write
    boolean key = table.isKey(column.name());
    String own = column.name().quoted();
    return change
        .down()
        .or(() -> CastBack.of(own, column.type(), change.type(), column.notNull(), key));
  }

  /** The column of the new type as what takes the place of the one of the old. */
  static Replacement retyped(
      int number, Snapshot.Table table, Snapshot.Column column, ChangeType change, String back) {
    Identifier name = column.name();
    return new Replacement(
        table,
        number,
        Origin.of(change),
        List.of(column),
        List.of(
            new Replacement.Fresh(
                name,
                Names.pending(name),
                change.type(),
                column.notNull(),
                column.defaultValue().map(value -> defaultValue(value, change.type())),
                column.collation().filter(each -> Types.collatable(change.type())),
                column.comment())),
        Map.of(name, change.up().orElse(name.quoted())),
        Map.of(name, back),
        Map.of());
  }

  /**
   * The next value of a sequence needs no cast to an integer, and a sequence is recognised by it.
   */
  private static String defaultValue(String value, String type) {
    boolean sequence = value.startsWith("nextval(") && Types.bytes(type) > 0;
    return sequence ? value : Types.cast(value, type);
  }

  static void transform(Draft draft, TransformColumns change) {
    Optional<Snapshot.Table> table =
        draft.table(change, change.table()).filter(each -> draft.hasKey(change, each));
    if (table.isEmpty()) {
      return;
    }
    List<Snapshot.Column> old = new ArrayList<>();
    for (Identifier from : change.from()) {
      draft
          .column(change, table.get(), from)
          .filter(column -> Dependents.allowTransform(draft, change, table.get(), column))
          .ifPresent(old::add);
    }
    List<Replacement.Fresh> fresh = new ArrayList<>();
    Map<Identifier, String> up = new LinkedHashMap<>();
    for (ColumnChange.Target target : change.to()) {
      if (draft.isNew(change, table.get(), target.column())) {
        fresh.add(
            new Replacement.Fresh(
                target.column(),
                target.column(),
                target.type(),
                target.notNull(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        up.put(target.column(), target.up());
      }
    }
    if (old.size() == change.from().size() && fresh.size() == change.to().size()) {
      add(draft, table.get(), Origin.of(change), old, fresh, up, change.down());
    }
  }

  private record Found(Snapshot.Table table, Snapshot.Column column) {}

  private static Optional<Found> one(
      Draft draft, Change change, dev.ripcord.sql.QualifiedName name, Identifier column) {
    return draft
        .table(change, name)
        .filter(table -> draft.hasKey(change, table))
        .flatMap(
            table -> draft.column(change, table, column).map(found -> new Found(table, found)));
  }

  private static void add(
      Draft draft,
      Snapshot.Table table,
      String origin,
      List<Snapshot.Column> old,
      List<Replacement.Fresh> fresh,
      Map<Identifier, String> up,
      Map<Identifier, String> down) {
    add(draft, new Replacement(table, draft.nextNumber(), origin, old, fresh, up, down, Map.of()));
  }

  private static void add(Draft draft, Replacement replacement) {
    new ReplacementSteps(draft, replacement).add();
    shape(draft, replacement);
  }

  /** Tells how clients see it. */
  static void shape(Draft draft, Replacement replacement) {
    List<Snapshot.Column> old = replacement.old();
    List<Replacement.Fresh> fresh = replacement.fresh();
    draft.shape(
        replacement.name(),
        shape ->
            shape.withReplacement(
                new TableShape.Replacement(
                    old.stream().map(Snapshot.Column::name).toList(),
                    fresh.stream()
                        .map(
                            each ->
                                new TableShape.NewColumn(each.name(), each.type(), each.notNull()))
                        .toList(),
                    cast(
                        replacement.up(),
                        fresh.stream().collect(toMap(each -> each.name(), each -> each.type()))),
                    cast(
                        replacement.down(),
                        old.stream().collect(toMap(each -> each.name(), each -> each.type()))))));
  }

  /** The casts are part of the meaning: without them text that is too long would be an error. */
  private static Map<Identifier, String> cast(
      Map<Identifier, String> expressions, Map<Identifier, String> types) {
    Map<Identifier, String> all = new LinkedHashMap<>();
    expressions.forEach(
        (column, expression) ->
            all.put(column, Types.cast(expression, types.getOrDefault(column, "text"))));
    return all;
  }
}
