package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange.MoveColumns;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says whether columns can move to another table, with a problem for each reason why not. */
final class Movable {
  /** As {@code pg_get_triggerdef} orders the events. */
  private static final Pattern UPDATES =
      Pattern.compile(" (BEFORE|AFTER) (INSERT OR )?(DELETE OR )?UPDATE ");

  private final Draft draft;
  private final MoveColumns change;
  private boolean fits = true;

  private Movable(Draft draft, MoveColumns change) {
    this.draft = draft;
    this.change = change;
  }

  static Optional<Moved> of(Draft draft, MoveColumns change) {
    return new Movable(draft, change).find();
  }

  private Optional<Moved> find() {
    Optional<Snapshot.Table> from = table(change.table());
    Optional<Snapshot.Table> to = table(change.to());
    alone();
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (to.get().unlogged() && !from.get().unlogged()) {
      refuse(
          "table " + change.to() + " is unlogged: a crash would empty it, and lose the values",
          "a table that survives a crash, as " + change.table() + " does");
    }
    firing(from.get());
    firing(to.get());
    List<Moved.Key> keys = keys(from.get(), to.get());
    List<Moved.Pair> columns = columns(from.get(), to.get());
    return fits
        ? Optional.of(
            new Moved(from.get(), to.get(), draft.nextNumber(), Origin.of(change), columns, keys))
        : Optional.empty();
  }

  private Optional<Snapshot.Table> table(QualifiedName name) {
    return draft.table(change, name).filter(each -> draft.hasKey(change, each));
  }

  /** It would fire for writes of the other table, of which it knows nothing. */
  private void firing(Snapshot.Table table) {
    for (Snapshot.RowTrigger trigger : table.triggers()) {
      if (trigger.columns().isEmpty() && UPDATES.matcher(trigger.definition()).find()) {
        refuse(
            "trigger "
                + trigger.name()
                + " of "
                + table.name()
                + " fires for every UPDATE, so also where a value comes from the other table",
            "a trigger that names its columns (UPDATE OF)");
      }
    }
  }

  /** What another change does to either table would have to be told to the triggers of both. */
  private void alone() {
    for (Change other : draft.changes()) {
      if (!other.place().equals(change.place())
          && !Collections.disjoint(tables(other), change.tables())) {
        refuse(
            "the migration changes "
                + change.table()
                + " or "
                + change.to()
                + " otherwise too: "
                + Origin.of(other),
            "a migration of its own for columns that move");
      }
    }
  }

  private Collection<QualifiedName> tables(Change other) {
    return other instanceof EnumChange it
        ? EnumTypes.tables(draft.snapshot(), it.type())
        : other.tables();
  }

  private List<Moved.Key> keys(Snapshot.Table from, Snapshot.Table to) {
    List<Moved.Key> keys = new ArrayList<>();
    for (Map.Entry<Identifier, Identifier> entry : change.key().entrySet()) {
      Optional<Snapshot.Column> there = keyColumn(to, entry.getKey());
      Optional<Snapshot.Column> here = keyColumn(from, entry.getValue());
      if (there.isPresent() && here.isPresent()) {
        sameType(there.get(), here.get());
      }
      keys.add(new Moved.Key(entry.getKey(), entry.getValue()));
    }
    if (fits) {
      unique(from, change.key().values());
      unique(to, change.key().keySet());
    }
    return keys;
  }

  private Optional<Snapshot.Column> keyColumn(Snapshot.Table table, Identifier name) {
    Optional<Snapshot.Column> column = draft.column(change, table, name);
    column.ifPresent(
        each -> {
          if (!each.notNull()) {
            refuse(
                "key column "
                    + name
                    + " of "
                    + table.name()
                    + " may be NULL, and NULL pairs with"
                    + " nothing",
                "a column that is NOT NULL");
          }
          if (each.generation() == Snapshot.Generation.STORED
              || each.generation() == Snapshot.Generation.VIRTUAL) {
            refuse(
                "key column "
                    + name
                    + " of "
                    + table.name()
                    + " is generated: a write of"
                    + " another column would change whose row it is",
                "a column that clients write");
          }
        });
    fits &= column.isPresent();
    return column;
  }

  private void sameType(Snapshot.Column there, Snapshot.Column here) {
    if (!there.type().equals(here.type()) || !there.collation().equals(here.collation())) {
      refuse(
          "key column "
              + there.name()
              + " of "
              + change.to()
              + " is "
              + spoken(there)
              + ", "
              + here.name()
              + " of "
              + change.table()
              + " is "
              + spoken(here),
          "the same type and collation");
    } else if (!Types.comparedAsIs(here.type())) {
      refuse(
          "key column " + here.name() + " is " + here.type() + ", of which equal values may differ",
          "a key of integers, text, uuid, or dates and times");
    }
  }

  private static String spoken(Snapshot.Column column) {
    return column.type() + column.collation().map(each -> " COLLATE " + each).orElse("");
  }

  private void unique(Snapshot.Table table, Collection<Identifier> columns) {
    if (!UniqueKeys.referenceable(table, columns)) {
      refuse(
          "nothing makes "
              + columns.stream().map(Identifier::quoted).collect(joining(", "))
              + " unique in "
              + table.name()
              + ", so one row there could belong to several here",
          "a primary key, or a unique constraint or index that is not deferrable or partial");
    }
  }

  private List<Moved.Pair> columns(Snapshot.Table from, Snapshot.Table to) {
    List<Moved.Pair> pairs = new ArrayList<>();
    change
        .columns()
        .forEach(
            (name, fresh) -> {
              Optional<Snapshot.Column> column = draft.column(change, from, name);
              fits &= draft.isNew(change, to, fresh) && column.isPresent();
              column.ifPresent(
                  old -> {
                    fits &= Dependents.allowTransform(draft, change, from, old);
                    plain(old);
                    pairs.add(new Moved.Pair(old, fresh));
                  });
            });
    return pairs;
  }

  /** A row here may be without a partner, and a row there without one here. */
  private void plain(Snapshot.Column column) {
    if (change.key().containsValue(column.name())) {
      refuse("column " + column.name() + " is part of the key", "a column that is not");
    }
    if (column.notNull()) {
      refuse(
          "column "
              + column.name()
              + " is NOT NULL, but a row of "
              + change.to()
              + " may have none to come from, and none to go to",
          "a column that may be NULL: 'drop_not_null' in a migration before");
    }
    if (column.defaultValue().isPresent()) {
      refuse(
          "column "
              + column.name()
              + " has a default, which rows of "
              + change.table()
              + " get and rows of "
              + change.to()
              + " would not",
          "'drop_default' in a migration before, and 'set_default' there in one after");
    }
  }

  private void refuse(String what, String expected) {
    fits = false;
    draft.problem(change, what, expected);
  }
}
