package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.TableChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the server shall be asked of a migration's types and expressions before anything is touched.
 * Statements of {@code sql} changes are not among them: each may need what one before it makes.
 */
public final class Questions {
  private final List<Change> changes;
  private final Snapshot snapshot;
  private final List<Question> questions = new ArrayList<>();

  private Questions(Migration migration, Snapshot snapshot, Set<Change> without) {
    this.changes = migration.changes().stream().filter(each -> !without.contains(each)).toList();
    this.snapshot = snapshot;
  }

  /** Is every type that it names one? The answers come first: rows are asked about by types. */
  public static List<Question> types(Migration migration) {
    List<Question> types = new ArrayList<>();
    for (Change change : migration.changes()) {
      if (change instanceof ColumnChange.AddColumn it) {
        types.add(type(it, "type", it.type()));
      } else if (change instanceof ColumnChange.ChangeType it) {
        types.add(type(it, "type", it.type()));
      } else if (change instanceof ColumnChange.TransformColumns it) {
        it.to().forEach(to -> types.add(type(it, "type of " + to.column(), to.type())));
      }
    }
    return types;
  }

  private static Question type(Change change, String what, String type) {
    return new Question(change, what, "SELECT NULL::" + type);
  }

  /**
   * About tables that exist; the planner says which do not.
   *
   * @param without changes whose types are none
   */
  public static List<Question> of(Migration migration, Snapshot snapshot, Set<Change> without) {
    Questions all = new Questions(migration, snapshot, without);
    for (Change change : migration.changes()) {
      if (without.contains(change)) {
        continue;
      }
      if (change.tables().stream().allMatch(name -> snapshot.table(name).isPresent())
          || change instanceof TableChange.CreateTable) {
        all.ask(change);
      }
    }
    return List.copyOf(all.questions);
  }

  private void ask(Change change) {
    switch (change) {
      case ColumnChange it -> askColumns(it);
      case ConstraintChange.AddCheck it -> {
        condition(it, "check", it.expression(), Rows.after(changes, table(it)));
        values(it, "up", it.up(), table(it));
      }
      case ConstraintChange.AddForeignKey it -> values(it, "up", it.up(), table(it));
      case ConstraintChange.DropConstraint it -> values(it, "down", it.down(), table(it));
      case ConstraintChange.AddUnique it -> {}
      case ConstraintChange.ChangePrimaryKey it -> {}
      case ConstraintChange.RenameConstraint it -> {}
      case IndexChange.CreateIndex it ->
          askIndex(it, Rows.after(changes, snapshot.table(it.table()).orElseThrow()));
      case IndexChange it -> {}
      case TableChange.CreateTable it -> askNewTable(it);
      case TableChange it -> {}
      case ViewChange.CreateView it -> add(it, "query", it.query());
      case ViewChange.ReplaceView it -> add(it, "query", it.query());
      case ViewChange.DropView it -> {}
      case EnumChange it -> {}
      case Change.SetComment it -> {}
      case Change.RawSql it -> {}
    }
  }

  private void askColumns(ColumnChange change) {
    Snapshot.Table table = table(change);
    switch (change) {
      case ColumnChange.AddColumn it -> {
        it.defaultValue().ifPresent(value -> value(it, "default", value, it.type(), Rows.NONE));
        it.fill()
            .ifPresent(
                fill -> {
                  Rows rows = Rows.during(changes, table);
                  value(it, "backfill", fill.value(), it.type(), rows);
                  fill.where().ifPresent(where -> condition(it, "where of backfill", where, rows));
                });
      }
      case ColumnChange.RenameColumn it -> {}
      case ColumnChange.TransformColumns it -> {
        for (ColumnChange.Target target : it.to()) {
          value(it, "up of " + target.column(), target.up(), target.type(), Rows.before(table));
        }
        it.down().forEach((column, down) -> down(it, "down of " + column, column, down, table));
      }
      case ColumnChange.ChangeType it -> {
        String up = it.up().orElse(it.column().quoted());
        value(it, it.up().isPresent() ? "up" : "the cast", up, it.type(), Rows.before(table));
        String down = it.down().orElse(it.column().quoted());
        down(it, it.down().isPresent() ? "down" : "the cast back", it.column(), down, table);
      }
      case ColumnChange.DropColumn it ->
          it.down().ifPresent(down -> down(it, "down", it.column(), down, table));
      case ColumnChange.SetDefault it ->
          table
              .column(it.column())
              .ifPresent(column -> value(it, "default", it.value(), column.type(), Rows.NONE));
      case ColumnChange.DropDefault it -> {}
      case ColumnChange.SetNotNull it ->
          it.up().ifPresent(up -> values(it, "up", Map.of(it.column(), up), table));
      case ColumnChange.DropNotNull it ->
          it.down().ifPresent(down -> down(it, "down", it.column(), down, table));
      case ColumnChange.MoveColumns it -> {}
      case ColumnChange.Backfill it -> {
        values(it, "set", it.set(), table);
        it.where().ifPresent(where -> condition(it, "where", where, Rows.during(changes, table)));
      }
    }
  }

  private void askIndex(IndexChange.CreateIndex change, Rows rows) {
    for (String element : change.columns()) {
      String indexed = Expressions.operand(element);
      add(change, "columns", "SELECT " + rows.over(indexed) + rows.from());
    }
    change.where().ifPresent(where -> condition(change, "where", where, rows));
  }

  private void askNewTable(TableChange.CreateTable change) {
    for (TableChange.TableColumn column : change.columns()) {
      column
          .defaultValue()
          .ifPresent(
              value -> add(change, "default of " + column.column(), "SELECT (" + value + ")"));
    }
  }

  private Snapshot.Table table(ColumnChange change) {
    return snapshot.table(change.table()).orElseThrow();
  }

  private Snapshot.Table table(ConstraintChange change) {
    return snapshot.table(change.table()).orElseThrow();
  }

  /** The value of an old column over the new shape. */
  private void down(
      Change change, String what, Identifier column, String expression, Snapshot.Table table) {
    table
        .column(column)
        .ifPresent(old -> value(change, what, expression, old.type(), Rows.after(changes, table)));
  }

  private void values(
      Change change, String what, Map<Identifier, String> set, Snapshot.Table table) {
    set.forEach(
        (column, expression) ->
            table
                .column(column)
                .ifPresent(
                    found ->
                        value(
                            change,
                            what + " of " + column,
                            expression,
                            found.type(),
                            Rows.during(changes, table))));
  }

  private void value(Change change, String what, String expression, String type, Rows rows) {
    add(change, what, "SELECT " + Types.cast(rows.over(expression), type) + rows.from());
  }

  private void condition(Change change, String what, String expression, Rows rows) {
    add(change, what, "SELECT 1" + rows.from() + " WHERE (" + rows.over(expression) + ")");
  }

  private void add(Change change, String what, String query) {
    questions.add(new Question(change, what, query));
  }
}
