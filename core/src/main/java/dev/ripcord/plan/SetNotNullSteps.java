package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ColumnChange.Backfill;
import dev.ripcord.migration.ColumnChange.SetNotNull;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repairs rows with NULL in batches, their values before kept beside, proves by a check that none
 * is left, and sets NOT NULL at {@code contract}. The check comes after the repair: while it is NOT
 * VALID it refuses every update of a row with NULL, and on the way back it must be gone before the
 * NULLs return.
 */
final class SetNotNullSteps {
  private final Draft draft;
  private final SetNotNull change;
  private final Snapshot.Table table;
  private final Snapshot.Column column;
  private final QualifiedName name;
  private final String origin;

  private SetNotNullSteps(
      Draft draft, SetNotNull change, Snapshot.Table table, Snapshot.Column column) {
    this.draft = draft;
    this.change = change;
    this.table = table;
    this.column = column;
    this.name = table.name();
    this.origin = Origin.of(change);
  }

  static void plan(Draft draft, SetNotNull change) {
    draft
        .table(change, change.table())
        .ifPresent(
            table ->
                draft
                    .column(change, table, change.column())
                    .filter(column -> mayBeSet(draft, change, column))
                    .ifPresent(column -> new SetNotNullSteps(draft, change, table, column).add()));
  }

  /** Whether the database has the new shape already. */
  static boolean there(SetNotNull change, Snapshot snapshot) {
    return snapshot.table(change.table()).flatMap(it -> it.column(change.column())).stream()
        .anyMatch(Snapshot.Column::notNull);
  }

  private static boolean mayBeSet(Draft draft, SetNotNull change, Snapshot.Column column) {
    if (column.notNull()) {
      draft.problem(
          change, "column " + column.name() + " is NOT NULL already", "a column that may be NULL");
      return false;
    }
    if (column.generation() != Snapshot.Generation.NONE) {
      draft.problem(
          change,
          "the value of column " + column.name() + " is generated, so no row could be repaired",
          "a column that clients write");
      return false;
    }
    return true;
  }

  private void add() {
    Optional<BackfillSteps> repair = change.up().map(this::repair);
    String nulls = "the NULLs in " + column.name() + " of " + name;
    repair.ifPresent(
        it -> {
          draft.add(Phase.MIGRATE, it.room());
          draft.add(Phase.MIGRATE, it.walk("Repair " + nulls));
        });
    List<StepBuilder> proof = NotNull.prove(name, column.name(), origin);
    draft.add(Phase.MIGRATE, proof.getFirst());
    repair.ifPresent(
        it ->
            draft.add(
                Phase.MIGRATE,
                it.walkAgain("Repair " + nulls + " that came meanwhile").success(noneLeft())));
    draft.add(Phase.MIGRATE, proof.getLast());
    draft.add(Phase.CONTRACT, set());
    draft.add(Phase.CLEANUP, NotNull.dropHelper(name, column.name(), origin));
    String alter = "ALTER TABLE " + name + " ALTER COLUMN " + column.name();
    draft.shape(name, shape -> shape.withAltered(column, TableShape.Altered::withNotNull));
    draft.shape(
        name,
        shape ->
            repair.isPresent()
                ? shape.withRewritten(List.of(column.name()))
                : shape.withDemand(
                    TableShape.Demand.of(
                        alter + " SET NOT NULL",
                        alter + " DROP NOT NULL",
                        "t." + column.name() + " IS NOT DISTINCT FROM NULL")));
  }

  private BackfillSteps repair(String up) {
    Backfill backfill =
        new Backfill(
            change.place(),
            name,
            Map.of(column.name(), up),
            Optional.of(column.name() + " IS NOT DISTINCT FROM NULL"));
    return BackfillSteps.repair(draft, backfill, table, column, origin);
  }

  private Criterion noneLeft() {
    return Criteria.noRow(
        "no row of " + name + " has NULL in " + column.name(),
        name,
        "t." + column.name() + " IS NOT DISTINCT FROM NULL");
  }

  private StepBuilder set() {
    String alter = "ALTER TABLE " + name + " ALTER COLUMN " + column.name();
    return transaction(
            "Set " + column.name() + " of " + name + " NOT NULL", origin, alter + " SET NOT NULL")
        .backTransaction(
            "Allow NULL in " + column.name() + " of " + name + " again", alter + " DROP NOT NULL")
        .locks(LockMode.ACCESS_EXCLUSIVE, name)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, name)
        .success(Criteria.notNull(name, column.name(), true))
        .backSuccess(Criteria.notNull(name, column.name(), false));
  }
}
