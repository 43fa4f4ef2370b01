package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.IndexChange.CreateIndex;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Map;

/** Builds an index concurrently in {@code expand}. */
final class CreateIndexSteps {
  private CreateIndexSteps() {}

  static void plan(Draft draft, CreateIndex change) {
    draft
        .table(change, change.table())
        .filter(table -> isNew(draft, change, table, change.name()))
        .ifPresent(table -> add(draft, change, table.name()));
  }

  /** False, with a problem, when the schema of the table has a relation of this name already. */
  static boolean isNew(Draft draft, Change change, Snapshot.Table table, Identifier name) {
    boolean taken =
        draft.snapshot().tables().stream()
            .filter(each -> each.name().schema().equals(table.name().schema()))
            .anyMatch(
                each ->
                    each.name().name().equals(name)
                        || each.indexes().stream()
                            .anyMatch(index -> index.name().name().equals(name)));
    if (taken) {
      draft.problem(
          change,
          "schema " + table.name().schema() + " has a relation " + name + " already",
          "a new name");
    }
    return !taken;
  }

  private static void add(Draft draft, CreateIndex change, QualifiedName table) {
    QualifiedName index = new QualifiedName(table.schema(), change.name());
    Map<Identifier, Identifier> pending = draft.pendingColumns(table);
    String columns =
        change.columns().stream()
            .map(each -> Expressions.rename(each, table, pending))
            .collect(joining(", "));
    String where =
        change
            .where()
            .map(condition -> " WHERE " + Expressions.rename(condition, table, pending))
            .orElse("");
    String definition = " ON " + table + " USING " + change.method() + " (" + columns + ")" + where;
    String title = "Build index " + index + " on " + table;
    draft.add(
        Phase.EXPAND,
        step(
                title,
                Origin.of(change),
                new Action.ConcurrentIndex(
                    title,
                    index,
                    true,
                    "CREATE "
                        + (change.unique() ? "UNIQUE " : "")
                        + "INDEX CONCURRENTLY "
                        + change.name()
                        + definition))
            .back(
                new Action.ConcurrentIndex(
                    "Drop index " + index,
                    index,
                    false,
                    "DROP INDEX CONCURRENTLY IF EXISTS " + index))
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .success(Criteria.indexValid(index))
            .backSuccess(Criteria.indexGone(index)));
    if (change.unique()) {
      draft.shape(table, shape -> shape.withDemand(demand(change, index, definition)));
    }
  }

  private static TableShape.Demand demand(
      CreateIndex change, QualifiedName index, String definition) {
    return TableShape.Demand.unique(
        "CREATE UNIQUE INDEX " + change.name() + definition,
        "DROP INDEX " + index,
        change.columns(),
        change.where().orElse("true"));
  }
}
