package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * Whether a change may be made to a table whose columns are those of others, too. What is changed
 * in a partitioned table is changed in all its partitions (ALTER TABLE in the manual), and so is
 * what the way back undoes: where a partition was otherwise before, it would not come back.
 */
final class Partitions {
  private static final String SUPPORTED =
      "one of add_column, backfill, set_default, drop_default, set_not_null, drop_not_null,"
          + " add_check, create_index and set_comment, or an ordinary table";

  private final Draft draft;
  private final Change change;
  private final Snapshot.Table table;

  private Partitions(Draft draft, Change change, Snapshot.Table table) {
    this.draft = draft;
    this.change = change;
    this.table = table;
  }

  /** False, with a problem for each reason, where it may not. */
  static boolean allow(Draft draft, Change change, Snapshot.Table table) {
    Partitions self = new Partitions(draft, change, table);
    return switch (table.kin()) {
      case Kin.Alone it -> true;
      case Kin.Member it ->
          change instanceof Change.SetComment
              || self.refuse(
                  "table "
                      + table.name()
                      + " is a partition, inherits or is inherited, or has foreign tables as"
                      + " partitions, which is not supported",
                  "an ordinary table, or a partitioned one");
      case Kin.Partitioned it -> self.allow(it.partitions());
    };
  }

  private boolean allow(List<QualifiedName> partitions) {
    return switch (change) {
      case Change.SetComment it -> true;
      case ColumnChange.AddColumn it -> keyed();
      case ColumnChange.Backfill it -> keyed();
      case ColumnChange.SetNotNull it -> keyed() && alike(it.column(), partitions);
      case ColumnChange.DropNotNull it ->
          keyed() && alike(it.column(), partitions) && inherited(it.column(), partitions);
      case ColumnChange.SetDefault it -> alike(it.column(), partitions);
      case ColumnChange.DropDefault it -> alike(it.column(), partitions);
      case IndexChange.CreateIndex it ->
          !it.unique()
              || refuse(
                  "table "
                      + table.name()
                      + " is partitioned, so no unique index of it can be built"
                      + " without keeping clients out",
                  "an index that is not unique, or an ordinary table");
      case ConstraintChange.AddCheck it -> keyed() && free(it.name(), partitions);
      default ->
          refuse(
              "table " + table.name() + " is partitioned, and this change does not support that",
              SUPPORTED);
    };
  }

  /** Two partitions may have rows at the same place, so only a key tells which row is meant. */
  private boolean keyed() {
    return !table.rowKey().isEmpty()
        || refuse(
            "table "
                + table.name()
                + " is partitioned and has no key, so its rows cannot be told"
                + " apart",
            "a primary key, or a unique index over NOT NULL columns");
  }

  private boolean alike(Identifier column, List<QualifiedName> partitions) {
    Optional<Snapshot.Column> above = table.column(column);
    for (QualifiedName name : partitions) {
      Optional<Snapshot.Column> below =
          draft.snapshot().table(name).flatMap(it -> it.column(column));
      if (above.isPresent() && below.isPresent() && !alike(above.get(), below.get())) {
        return refuse(
            "column "
                + column
                + " of the partition "
                + name
                + " has another default or NOT NULL than that of "
                + table.name()
                + ", and would come back with the table's",
            "partitions that are as their table is");
      }
    }
    return true;
  }

  private static boolean alike(Snapshot.Column one, Snapshot.Column other) {
    return one.notNull() == other.notNull() && one.defaultValue().equals(other.defaultValue());
  }

  /** Since 18 a NOT NULL has a name, and what the table gives its partitions has the table's. */
  private boolean inherited(Identifier column, List<QualifiedName> partitions) {
    List<Identifier> above = notNull(table, column);
    for (QualifiedName name : partitions) {
      Optional<Snapshot.Table> below = draft.snapshot().table(name);
      boolean itsOwn =
          below.isPresent()
              && (!notNull(below.get(), column).equals(above)
                  || above.stream().anyMatch(each -> isLocal(name, each)));
      if (itsOwn) {
        return refuse(
            "the partition "
                + name
                + " has a NOT NULL for "
                + column
                + " of its own, and would come back with that of "
                + table.name(),
            "partitions that are as their table is");
      }
    }
    return true;
  }

  private boolean isLocal(QualifiedName partition, Identifier constraint) {
    return Comments.constraint(draft.snapshot(), partition, constraint, "inherited")
        .filter("only"::equals)
        .isEmpty();
  }

  private static List<Identifier> notNull(Snapshot.Table table, Identifier column) {
    return table.constraints().stream()
        .filter(each -> each.kind() == 'n' && each.columns().equals(List.of(column)))
        .map(Snapshot.Constraint::name)
        .toList();
  }

  /** A constraint of a partition is merged with one of the same name of its table. */
  private boolean free(Identifier constraint, List<QualifiedName> partitions) {
    return partitions.stream()
        .flatMap(name -> draft.snapshot().table(name).stream())
        .allMatch(each -> NewShape.constraintIsNew(draft, change, each, constraint));
  }

  private boolean refuse(String what, String expected) {
    draft.problem(change, what, expected);
    return false;
  }
}
