package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange.Backfill;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes values in batches, each row's values before and after kept beside, so that the way back
 * can tell a row that is still as we left it from one that somebody has changed since.
 */
final class BackfillSteps {
  private final Draft draft;
  private final Work work;
  private final Rewrite rewrite;
  private final Notes before;
  private final String origin;
  private final boolean untilNoneIsLeft;

  /**
   * @param set new values by column, as expressions over the row
   * @param where which rows
   * @param guard what forbids the old values, if anything does
   */
  private record Work(
      Change change, Map<Identifier, String> set, Optional<String> where, Optional<Guard> guard) {}

  /**
   * A constraint that rows are made to fit. Their old values can only come back while it is away.
   *
   * @param unfit a condition over {@code t} that holds for a row that it refuses
   * @param add adds it NOT VALID
   * @param tables that adding and dropping it lock
   */
  record Guard(Identifier name, String unfit, String add, List<QualifiedName> tables) {}

  private BackfillSteps(
      Draft draft,
      Work work,
      Snapshot.Table table,
      List<Snapshot.Column> columns,
      Optional<String> repairs) {
    this.draft = draft;
    this.work = work;
    this.rewrite =
        new Rewrite(
            table,
            columns,
            columns.stream().map(each -> Types.cast(expression(work, each), each.type())).toList(),
            work.where());
    GeneratedReads.check(draft, work.change(), rewrite);
    this.before = Notes.of(draft, rewrite);
    this.origin = repairs.orElseGet(() -> Origin.of(work.change()));
    this.untilNoneIsLeft = repairs.isPresent();
  }

  /**
   * The repair of rows in which a column is NULL, also of such that clients make NULL again after
   * they were repaired.
   */
  static BackfillSteps repair(
      Draft draft, Backfill change, Snapshot.Table table, Snapshot.Column column, String origin) {
    Work work = new Work(change, change.set(), change.where(), Optional.empty());
    return new BackfillSteps(draft, work, table, List.of(column), Optional.of(origin));
  }

  private static String expression(Work work, Snapshot.Column column) {
    return Optional.ofNullable(work.set().get(column.name())).orElseThrow();
  }

  static void plan(Draft draft, Backfill change) {
    Optional<Snapshot.Table> found = draft.table(change, change.table());
    if (found.isEmpty()) {
      return;
    }
    List<Snapshot.Column> columns = new ArrayList<>();
    for (Identifier column : change.set().keySet()) {
      draft.column(change, found.get(), column).ifPresent(columns::add);
    }
    if (columns.size() == change.set().size() && SameForAll.allowed(draft, change, found.get())) {
      SameForAll.look(draft, change, found.get());
      Work work = new Work(change, change.set(), change.where(), Optional.empty());
      new BackfillSteps(draft, work, found.get(), columns, Optional.empty()).add();
    }
  }

  /**
   * Makes rows fit a constraint that is there already, NOT VALID.
   *
   * @param set new values by column, as expressions over the row; none leaves rows as they are
   */
  static void repair(
      Draft draft, Change change, Snapshot.Table table, Map<Identifier, String> set, Guard guard) {
    if (set.isEmpty()) {
      return;
    }
    List<Snapshot.Column> columns = new ArrayList<>();
    for (Identifier column : set.keySet()) {
      NewShape.column(draft, change, table, column).ifPresent(columns::add);
    }
    if (columns.size() == set.size()) {
      Work work = new Work(change, set, Optional.of(guard.unfit()), Optional.of(guard));
      new BackfillSteps(draft, work, table, columns, Optional.empty()).add();
    }
  }

  private void add() {
    draft.add(Phase.MIGRATE, room());
    draft.add(Phase.MIGRATE, walk(title()));
    draft.shape(
        rewrite.name(),
        shape ->
            shape.withRewritten(rewrite.columns().stream().map(Snapshot.Column::name).toList()));
  }

  /** A place for the values before. */
  StepBuilder room() {
    return before.room(origin);
  }

  /** The change itself, and its way back. */
  StepBuilder walk(String title) {
    StepBuilder builder =
        step(title, origin, forward(title))
            .locks(LockMode.ROW_EXCLUSIVE, rewrite.name())
            .backLocks(LockMode.ROW_EXCLUSIVE, rewrite.name())
            .risk(Risk.MEDIUM);
    work.guard().ifPresent(guard -> takeAway(builder, guard));
    builder
        .looks(before.look(builder.nextUnit()))
        .back(before.restore().toArray(Action[]::new))
        .backSuccess(
            Criteria.noRow(
                "every value before is restored, or its row keeps a newer one",
                before.store(),
                "t.outcome IS NULL"));
    work.guard().ifPresent(guard -> bringAgain(builder, guard));
    return builder;
  }

  /** The same for rows that clients have made NULL since; the way back is that of {@link #walk}. */
  StepBuilder walkAgain(String title) {
    return step(title, origin, forward(title)).locks(LockMode.ROW_EXCLUSIVE, rewrite.name());
  }

  private Action.Walk forward(String title) {
    return Walks.open(
        title, rewrite.name(), before.forward(untilNoneIsLeft), before.left(untilNoneIsLeft));
  }

  private void takeAway(StepBuilder builder, Guard guard) {
    builder
        .success(
            Criteria.noRow(
                "no row of " + rewrite.name() + " is left that " + guard.name() + " refuses",
                rewrite.name(),
                guard.unfit()))
        .backTransaction(
            "Drop " + guard.name() + " of " + rewrite.name() + ", which refuses the old values",
            "ALTER TABLE " + rewrite.name() + " DROP CONSTRAINT " + guard.name())
        .backLocks(LockMode.ACCESS_EXCLUSIVE, guard.tables().toArray(QualifiedName[]::new));
  }

  private void bringAgain(StepBuilder builder, Guard guard) {
    builder
        .backTransaction(
            "Add " + guard.name() + " of " + rewrite.name() + " again, not valid", guard.add())
        .backSuccess(Criteria.constraintExists(rewrite.name(), guard.name(), false));
  }

  private String title() {
    return work.guard()
        .map(guard -> "Make rows of " + rewrite.name() + " fit " + guard.name())
        .orElse("Backfill " + rewrite.names() + " of " + rewrite.name());
  }
}
