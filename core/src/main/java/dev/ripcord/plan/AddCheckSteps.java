package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ConstraintChange.AddCheck;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.QualifiedName;

/** Adds a check NOT VALID in {@code expand} and validates it in {@code migrate}. */
final class AddCheckSteps {
  private AddCheckSteps() {}

  static void plan(Draft draft, AddCheck change) {
    draft
        .table(change, change.table())
        .filter(table -> isNew(draft, change, table))
        .ifPresent(table -> add(draft, change, table.name()));
  }

  private static boolean isNew(Draft draft, AddCheck change, Snapshot.Table table) {
    boolean taken =
        table.constraints().stream()
            .anyMatch(each -> !each.incoming() && each.name().equals(change.name()));
    if (taken) {
      draft.problem(
          change,
          "table " + table.name() + " has a constraint " + change.name() + " already",
          "a new name");
    }
    return !taken;
  }

  private static void add(Draft draft, AddCheck change, QualifiedName table) {
    String origin = Origin.of(change);
    String expression = Expressions.rename(change.expression(), table, draft.pendingColumns(table));
    String alter = "ALTER TABLE " + table + " ";
    draft.add(
        Phase.EXPAND,
        transaction(
                "Check new rows of " + table + " by " + change.name(),
                origin,
                alter + "ADD CONSTRAINT " + change.name() + " CHECK (" + expression + ") NOT VALID")
            .backTransaction(
                "Drop the check " + change.name() + " of " + table,
                alter + "DROP CONSTRAINT " + change.name())
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, change.name(), false))
            .backSuccess(Criteria.constraintGone(table, change.name())));
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
