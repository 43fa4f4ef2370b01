package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ConstraintChange.AddCheck;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * Adds a check NOT VALID in {@code expand}; in {@code migrate} rows that it refuses are repaired,
 * if the change says how, and it is validated.
 */
final class AddCheckSteps {
  private AddCheckSteps() {}

  static void plan(Draft draft, AddCheck change) {
    draft
        .table(change, change.table())
        .filter(table -> NewShape.constraintIsNew(draft, change, table, change.name()))
        .ifPresent(table -> add(draft, change, table));
  }

  private static void add(Draft draft, AddCheck change, Snapshot.Table found) {
    QualifiedName table = found.name();
    String origin = Origin.of(change);
    String expression = Expressions.rename(change.expression(), table, draft.pendingColumns(table));
    String alter = "ALTER TABLE " + table + " ";
    String add =
        alter + "ADD CONSTRAINT " + change.name() + " CHECK (" + expression + ") NOT VALID";
    draft.add(
        Phase.EXPAND,
        transaction("Check new rows of " + table + " by " + change.name(), origin, add)
            .backTransaction(
                "Drop the check " + change.name() + " of " + table,
                alter + "DROP CONSTRAINT " + change.name())
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, change.name(), false))
            .backSuccess(Criteria.constraintGone(table, change.name())));
    BackfillSteps.repair(
        draft,
        change,
        found,
        change.up(),
        new BackfillSteps.Guard(
            change.name(), "(" + expression + ") IS FALSE", add, List.of(table)));
    if (change.up().isEmpty()) {
      draft.shape(
          table,
          shape ->
              shape.withDemand(
                  TableShape.Demand.of(
                      add,
                      alter + "DROP CONSTRAINT " + change.name(),
                      "(" + expression + ") IS FALSE")));
    }
    draft.add(
        Phase.MIGRATE,
        transaction(
                "Validate the check " + change.name() + " of " + table,
                origin,
                alter + "VALIDATE CONSTRAINT " + change.name())
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, change.name(), true)));
  }
}
