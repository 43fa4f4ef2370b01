package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.ConstraintChange.RenameConstraint;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Optional;

/** Gives a constraint, and the index that may belong to it, another name at {@code contract}. */
final class RenameConstraintSteps {
  private RenameConstraintSteps() {}

  static void plan(Draft draft, RenameConstraint change) {
    draft
        .table(change, change.table())
        .filter(table -> allowed(draft, change, table))
        .ifPresent(table -> add(draft, change, table.name()));
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameConstraint change, Snapshot snapshot) {
    return snapshot.table(change.table()).stream()
        .anyMatch(
            table -> find(table, change.from()).isEmpty() && find(table, change.to()).isPresent());
  }

  private static Optional<Snapshot.Constraint> find(Snapshot.Table table, Identifier name) {
    return table.constraints().stream()
        .filter(each -> !each.incoming() && each.name().equals(name))
        .findFirst();
  }

  private static boolean allowed(Draft draft, RenameConstraint change, Snapshot.Table table) {
    Optional<Snapshot.Constraint> from = find(table, change.from());
    if (from.isEmpty()) {
      draft.problem(
          change,
          "table " + table.name() + " has no constraint " + change.from(),
          "one of "
              + table.constraints().stream()
                  .filter(each -> !each.incoming())
                  .map(each -> each.name().quoted())
                  .toList());
      return false;
    }
    if (from.get().kind() == 't') {
      draft.problem(
          change,
          change.from() + " is a constraint trigger, whose trigger would keep its name",
          "another constraint");
      return false;
    }
    if (find(table, change.to()).isPresent()) {
      draft.problem(
          change,
          "table " + table.name() + " has a constraint " + change.to() + " already",
          "a new name");
      return false;
    }
    boolean hasIndex = "pux".indexOf(from.get().kind()) >= 0;
    return !hasIndex || Indexes.free(draft, change, table.name().schema(), change.to());
  }

  private static void add(Draft draft, RenameConstraint change, QualifiedName table) {
    String rename = "ALTER TABLE " + table + " RENAME CONSTRAINT ";
    draft.add(
        Phase.CONTRACT,
        transaction(
                "Rename constraint " + change.from() + " of " + table + " to " + change.to(),
                Origin.of(change),
                rename + change.from() + " TO " + change.to())
            .backTransaction(
                "Rename constraint " + change.to() + " of " + table + " back to " + change.from(),
                rename + change.to() + " TO " + change.from())
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(
                Criteria.constraintExists(table, change.to(), false),
                Criteria.constraintGone(table, change.from()))
            .backSuccess(
                Criteria.constraintExists(table, change.from(), false),
                Criteria.constraintGone(table, change.to())));
    draft.shape(table, shape -> shape);
  }
}
