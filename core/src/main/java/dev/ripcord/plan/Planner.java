package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.TableChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.problem.InputException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a plan of a migration and a snapshot: a pure function of the two. */
public final class Planner {
  private static final int USUAL = 3;

  private Planner() {}

  /** The plan, where no server says what expressions mean. */
  public static Plan plan(Migration migration, Snapshot snapshot) {
    return plan(migration, snapshot, Printer.NONE);
  }

  /**
   * The plan; without any steps when the database has the new shape already.
   *
   * @throws InputException with every change that does not fit the database, and why
   */
  public static Plan plan(Migration migration, Snapshot snapshot, Printer printer) {
    Draft draft = new Draft(snapshot, migration.changes());
    if (AlreadyThere.all(migration, snapshot, printer)) {
      return new Plan(migration, snapshot, draft.phases(), List.of(), List.of());
    }
    TreeSet<QualifiedName> touched = new TreeSet<>();
    migration.changes().forEach(change -> touched.addAll(touched(change, snapshot)));
    SparedTables.check(draft, migration.notCompared(), touched);
    touched.removeIf(table -> snapshot.table(table).isEmpty());
    migration.changes().forEach(change -> foresee(draft, change));
    migration.changes().forEach(change -> touched.addAll(Dependents.relations(snapshot, change)));
    PreparationSteps.plan(draft, touched);
    boolean late =
        migration.changes().stream()
            .anyMatch(
                it -> it instanceof TableChange.RenameTable || it instanceof TableChange.MoveTable);
    if (late) {
      draft.lateName();
    }
    ordered(migration.changes()).forEach(change -> plan(draft, change));
    migration.changes().forEach(change -> SharedObjects.check(draft, change));
    migration.changes().forEach(change -> FiringOrder.check(draft, change));
    if (!draft.problems().isEmpty()) {
      throw new InputException(draft.problems().stream().sorted(Planner::byPlace).toList());
    }
    return new Plan(migration, snapshot, draft.phases(), draft.shapes(), draft.kept());
  }

  /** Replacing a type changes the tables that have columns of it. */
  static List<QualifiedName> touched(Change change, Snapshot snapshot) {
    return switch (change) {
      case EnumChange.AddEnumValue it -> EnumTypes.tables(snapshot, it.type());
      case EnumChange.ReplaceEnum it -> EnumTypes.tables(snapshot, it.type());
      case IndexChange it ->
          Stream.concat(change.tables().stream(), Indexes.tableOf(it, snapshot).stream()).toList();
      default -> change.tables();
    };
  }

  private static int byPlace(dev.ripcord.problem.Problem one, dev.ripcord.problem.Problem other) {
    return one.place().compareTo(other.place());
  }

  /** What steps of other changes must know of this one. */
  private static void foresee(Draft draft, Change change) {
    if (change instanceof ColumnChange.RenameColumn it) {
      draft.renames(it.table(), it.from(), it.to());
    }
  }

  private static void plan(Draft draft, Change change) {
    switch (change) {
      case ColumnChange it -> columns(draft, it);
      case ConstraintChange it -> constraint(draft, it);
      case IndexChange.CreateIndex it -> CreateIndexSteps.plan(draft, it);
      case IndexChange.DropIndex it -> DropIndexSteps.plan(draft, it);
      case IndexChange.RenameIndex it -> RenameIndexSteps.plan(draft, it);
      case TableChange.CreateTable it -> CreateTableSteps.plan(draft, it);
      case TableChange.DropTable it -> DropTableSteps.plan(draft, it);
      case TableChange.RenameTable it -> RenameTableSteps.plan(draft, it);
      case TableChange.MoveTable it -> MoveTableSteps.plan(draft, it);
      case EnumChange.CreateEnum it -> CreateEnumSteps.plan(draft, it);
      case EnumChange.AddEnumValue it -> AddEnumValueSteps.plan(draft, it);
      case EnumChange.RenameEnumValue it -> RenameEnumValueSteps.plan(draft, it);
      case EnumChange.ReplaceEnum it -> ReplaceEnumSteps.plan(draft, it);
      case ViewChange.CreateView it -> CreateViewSteps.plan(draft, it);
      case ViewChange.ReplaceView it -> ReplaceViewSteps.plan(draft, it);
      case ViewChange.DropView it -> DropViewSteps.plan(draft, it);
      case Change.SetComment it -> SetCommentSteps.plan(draft, it);
      case Change.RawSql it -> RawSqlSteps.plan(draft, it);
    }
  }

  private static void columns(Draft draft, ColumnChange change) {
    switch (change) {
      case ColumnChange.AddColumn it -> AddColumnSteps.plan(draft, it);
      case ColumnChange.RenameColumn it -> Replacements.rename(draft, it);
      case ColumnChange.TransformColumns it -> Replacements.transform(draft, it);
      case ColumnChange.ChangeType it -> Replacements.changeType(draft, it);
      case ColumnChange.DropColumn it -> DropColumnSteps.plan(draft, it);
      case ColumnChange.SetDefault it -> SetDefaultSteps.plan(draft, it);
      case ColumnChange.DropDefault it -> DropDefaultSteps.plan(draft, it);
      case ColumnChange.SetNotNull it -> SetNotNullSteps.plan(draft, it);
      case ColumnChange.DropNotNull it -> DropNotNullSteps.plan(draft, it);
      case ColumnChange.MoveColumns it -> MoveColumnsSteps.plan(draft, it);
      case ColumnChange.Backfill it -> BackfillSteps.plan(draft, it);
    }
  }

  private static void constraint(Draft draft, ConstraintChange change) {
    switch (change) {
      case ConstraintChange.AddCheck it -> AddCheckSteps.plan(draft, it);
      case ConstraintChange.AddForeignKey it -> AddForeignKeySteps.plan(draft, it);
      case ConstraintChange.AddUnique it -> AddUniqueSteps.plan(draft, it);
      case ConstraintChange.ChangePrimaryKey it -> ChangePrimaryKeySteps.plan(draft, it);
      case ConstraintChange.DropConstraint it -> DropConstraintSteps.plan(draft, it);
      case ConstraintChange.RenameConstraint it -> RenameConstraintSteps.plan(draft, it);
    }
  }

  /** By kind, and changes of one kind as they stand in the file. */
  private static List<Change> ordered(List<Change> changes) {
    return IntStream.range(0, changes.size())
        .boxed()
        .sorted(Comparator.comparingInt(place -> order(changes, place)))
        .<Change>map(changes::get)
        .toList();
  }

  /**
   * Nobody knows what statements of the user's own need, and what needs them: they stay between
   * what stands before them in the file and what stands after, if the kinds of those allow it.
   */
  private static int order(List<Change> changes, int place) {
    if (!(changes.get(place) instanceof Change.RawSql)) {
      return kind(changes.get(place));
    }
    int least = kinds(changes.subList(0, place)).max().orElse(0);
    int most = kinds(changes.subList(place + 1, changes.size())).min().orElse(Integer.MAX_VALUE);
    return least > most ? USUAL : Math.min(most, Math.max(least, USUAL));
  }

  private static IntStream kinds(List<Change> changes) {
    return changes.stream()
        .filter(change -> !(change instanceof Change.RawSql))
        .mapToInt(Planner::kind);
  }

  /**
   * Types and tables first, then columns, then what is about columns, constraints of them, keys by
   * which rows are found, then what reads all of these.
   */
  private static int kind(Change change) {
    return switch (change) {
      case EnumChange it -> 0;
      case TableChange.CreateTable it -> 1;
      case ColumnChange.Backfill it -> 3;
      case ColumnChange.DropColumn it -> 3;
      case ColumnChange it -> 2;
      case ConstraintChange.ChangePrimaryKey it -> 5;
      case ConstraintChange it -> 4;
      case IndexChange it -> 3;
      case Change.SetComment it -> 3;
      case Change.RawSql it -> USUAL;
      case TableChange it -> 3;
      case ViewChange it -> 6;
    };
  }
}
