package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.IndexChange.CreateIndex;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Map;

/** Builds an index concurrently in {@code expand}. */
final class CreateIndexSteps {
  private final Draft draft;
  private final CreateIndex change;
  private final QualifiedName table;
  private final QualifiedName index;

  private CreateIndexSteps(Draft draft, CreateIndex change, QualifiedName table) {
    this.draft = draft;
    this.change = change;
    this.table = table;
    this.index = new QualifiedName(table.schema(), change.name());
  }

  static void plan(Draft draft, CreateIndex change) {
    draft
        .table(change, change.table())
        .filter(table -> isNew(draft, change, table, change.name()))
        .filter(table -> partsAreNew(draft, change, table.kin()))
        .ifPresent(table -> new CreateIndexSteps(draft, change, table.name()).add(table.kin()));
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

  /** An index that is there would be taken for one of ours, and dropped on the way back. */
  private static boolean partsAreNew(Draft draft, CreateIndex change, Kin kin) {
    return !(kin instanceof Kin.Partitioned partitioned)
        || partitioned.leaves().stream()
            .flatMap(leaf -> draft.snapshot().table(leaf).stream())
            .allMatch(leaf -> isNew(draft, change, leaf, part(leaf.name(), change)));
  }

  private void add(Kin kin) {
    if (kin instanceof Kin.Partitioned partitioned) {
      partitioned
          .leaves()
          .forEach(leaf -> build(leaf, new QualifiedName(leaf.schema(), part(leaf, change))));
      gather();
      return;
    }
    build(table, index);
    if (change.unique()) {
      draft.shape(
          table,
          shape ->
              shape.withDemand(
                  TableShape.Demand.unique(
                      "CREATE UNIQUE INDEX " + change.name() + definition(table),
                      "DROP INDEX " + index,
                      change.columns(),
                      change.where().orElse("true"))));
    }
  }

  private void build(QualifiedName on, QualifiedName name) {
    String title = "Build index " + name + " on " + on;
    draft.add(
        Phase.EXPAND,
        step(
                title,
                Origin.of(change),
                new Action.ConcurrentIndex(
                    title,
                    name,
                    true,
                    "CREATE "
                        + (change.unique() ? "UNIQUE " : "")
                        + "INDEX CONCURRENTLY "
                        + name.name()
                        + definition(on)))
            .back(
                new Action.ConcurrentIndex(
                    "Drop index " + name, name, false, "DROP INDEX CONCURRENTLY IF EXISTS " + name))
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
            .success(Criteria.indexValid(name))
            .backSuccess(Criteria.indexGone(name)));
  }

  /**
   * PostgreSQL takes indexes of the partitions that are alike for parts of the table's, instead of
   * building any (CREATE INDEX in the manual); of a partition that came meanwhile it builds one.
   */
  private void gather() {
    draft.add(
        Phase.EXPAND,
        transaction(
                "Make index " + index + " of those of the partitions of " + table,
                Origin.of(change),
                "CREATE INDEX " + change.name() + definition(table))
            .backTransaction("Drop index " + index + " with all its parts", "DROP INDEX " + index)
            .locks(LockMode.SHARE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .success(Criteria.indexValid(index))
            .backSuccess(Criteria.indexGone(index)));
    draft.shape(table, shape -> shape);
  }

  private static Identifier part(QualifiedName leaf, CreateIndex change) {
    return Identifier.derived(leaf.name().value() + "_", change.name().value());
  }

  private String definition(QualifiedName on) {
    Map<Identifier, Identifier> pending = draft.pendingColumns(table);
    return " ON "
        + on
        + " USING "
        + change.method()
        + " ("
        + change.columns().stream()
            .map(each -> Expressions.rename(each, table, pending))
            .collect(joining(", "))
        + ")"
        + change
            .where()
            .map(condition -> " WHERE " + Expressions.rename(condition, table, pending))
            .orElse("");
  }
}
