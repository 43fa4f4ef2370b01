package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ConstraintChange.AddUnique;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * Builds a unique index concurrently in {@code expand}, from where on it refuses doubles; at {@code
 * contract} it becomes a constraint. That cannot be taken back without losing the index, and means
 * nothing to clients, so it stays until the way back of {@code expand}.
 */
final class AddUniqueSteps {
  private AddUniqueSteps() {}

  static void plan(Draft draft, AddUnique change) {
    draft
        .table(change, change.table())
        .filter(table -> NewShape.constraintIsNew(draft, change, table, change.name()))
        .filter(table -> CreateIndexSteps.isNew(draft, change, table, change.name()))
        .filter(table -> UniqueKeys.indexable(draft, change, table, change.columns()))
        .ifPresent(table -> add(draft, change, table));
  }

  /** Whether the database has the new shape already. */
  static boolean there(AddUnique change, Snapshot snapshot) {
    return snapshot.table(change.table()).stream()
        .flatMap(table -> table.constraints().stream())
        .anyMatch(
            each ->
                each.kind() == 'u'
                    && each.name().equals(change.name())
                    && each.columns().equals(change.columns()));
  }

  private static void add(Draft draft, AddUnique change, Snapshot.Table found) {
    QualifiedName table = found.name();
    String origin = Origin.of(change);
    String columns = change.columns().stream().map(Identifier::quoted).collect(joining(", "));
    QualifiedName index = new QualifiedName(table.schema(), change.name());
    Criterion noDoubles = Criteria.noDoubles(table, change.columns());
    draft.add(
        Phase.EXPAND,
        step(
            "Look for rows of " + table + " with the same " + columns,
            origin,
            new Action.Verify("Look for doubles", List.of(noDoubles))));
    String build = "Build unique index " + index + " on " + table;
    draft.add(
        Phase.EXPAND,
        step(
                build,
                origin,
                new Action.ConcurrentIndex(
                    build,
                    index,
                    true,
                    "CREATE UNIQUE INDEX CONCURRENTLY "
                        + change.name()
                        + " ON "
                        + table
                        + " ("
                        + columns
                        + ")"))
            .backTransaction(
                "Drop the constraint " + change.name() + ", if the index has become one",
                "ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + change.name())
            .back(
                new Action.ConcurrentIndex(
                    "Drop index " + index,
                    index,
                    false,
                    "DROP INDEX CONCURRENTLY IF EXISTS " + index))
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.indexValid(index))
            .backSuccess(Criteria.indexGone(index)));
    draft.add(
        Phase.CONTRACT,
        transaction("Make " + index + " a constraint of " + table, origin, use(table, change))
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.constraintExists(table, change.name(), true)));
    draft.shape(
        table,
        shape ->
            shape.withDemand(
                TableShape.Demand.unique(
                    "ALTER TABLE "
                        + table
                        + " ADD CONSTRAINT "
                        + change.name()
                        + " UNIQUE ("
                        + columns
                        + ")",
                    "ALTER TABLE " + table + " DROP CONSTRAINT " + change.name(),
                    change.columns().stream().map(each -> "t." + each).toList(),
                    "true")));
  }

  /** Nothing, where a way back has left the constraint. */
  private static String use(QualifiedName table, AddUnique change) {
    return "DO $ripcord$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = "
        + Literal.of(table.quoted())
        + "::regclass AND conname = "
        + Literal.of(change.name().value())
        + ") THEN ALTER TABLE "
        + table
        + " ADD CONSTRAINT "
        + change.name()
        + " UNIQUE USING INDEX "
        + change.name()
        + "; END IF; END $ripcord$";
  }
}
