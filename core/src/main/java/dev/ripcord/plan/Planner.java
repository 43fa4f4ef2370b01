package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Migration;
import dev.ripcord.problem.InputException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Makes a plan of a migration and a snapshot: a pure function of the two. */
public final class Planner {
  private Planner() {}

  /**
   * The plan; without any steps when the database has the new shape already.
   *
   * @throws InputException with every change that does not fit the database, and why
   */
  public static Plan plan(Migration migration, Snapshot snapshot) {
    Draft draft = new Draft(snapshot);
    if (AlreadyThere.all(migration, snapshot)) {
      return new Plan(migration, snapshot, draft.phases(), List.of(), List.of());
    }
    TreeSet<QualifiedName> touched = new TreeSet<>();
    migration.changes().forEach(change -> tables(change).forEach(touched::add));
    touched.removeIf(table -> snapshot.table(table).isEmpty());
    PreparationSteps.plan(draft, touched);
    // columns first: checks and indexes may be about columns that other changes make
    migration.changes().stream()
        .sorted(Comparator.comparingInt(change -> makesColumns(change) ? 0 : 1))
        .forEach(change -> plan(draft, change));
    if (!draft.problems().isEmpty()) {
      throw new InputException(draft.problems().stream().sorted(Planner::byPlace).toList());
    }
    return new Plan(migration, snapshot, draft.phases(), draft.shapes(), draft.kept());
  }

  private static int byPlace(dev.ripcord.problem.Problem one, dev.ripcord.problem.Problem other) {
    return one.place().compareTo(other.place());
  }

  private static void plan(Draft draft, Change change) {
    switch (change) {
      case Change.AddColumn it -> AddColumnSteps.plan(draft, it);
      case Change.RenameColumn it -> Replacements.rename(draft, it);
      case Change.TransformColumns it -> Replacements.transform(draft, it);
      case Change.ChangeType it -> Replacements.changeType(draft, it);
      case Change.DropColumn it -> DropColumnSteps.plan(draft, it);
      case Change.DropTable it -> DropTableSteps.plan(draft, it);
      case Change.AddCheck it -> AddCheckSteps.plan(draft, it);
      case Change.CreateIndex it -> CreateIndexSteps.plan(draft, it);
      case Change.Backfill it -> BackfillSteps.plan(draft, it);
      case Change.RawSql it -> RawSqlSteps.plan(draft, it);
    }
  }

  private static boolean makesColumns(Change change) {
    return switch (change) {
      case Change.AddColumn it -> true;
      case Change.RenameColumn it -> true;
      case Change.TransformColumns it -> true;
      case Change.ChangeType it -> true;
      case Change.DropColumn it -> false;
      case Change.DropTable it -> false;
      case Change.AddCheck it -> false;
      case Change.CreateIndex it -> false;
      case Change.Backfill it -> false;
      case Change.RawSql it -> false;
    };
  }

  private static List<QualifiedName> tables(Change change) {
    return switch (change) {
      case Change.AddColumn it -> List.of(it.table());
      case Change.RenameColumn it -> List.of(it.table());
      case Change.TransformColumns it -> List.of(it.table());
      case Change.ChangeType it -> List.of(it.table());
      case Change.DropColumn it -> List.of(it.table());
      case Change.DropTable it -> List.of(it.table());
      case Change.AddCheck it -> List.of(it.table());
      case Change.CreateIndex it -> List.of(it.table());
      case Change.Backfill it -> List.of(it.table());
      case Change.RawSql it -> List.of();
    };
  }
}
