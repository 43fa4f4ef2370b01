package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.IndexChange.RenameIndex;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;

/** Gives an index another name at {@code contract}, in the catalogue alone. */
final class RenameIndexSteps {
  private RenameIndexSteps() {}

  static void plan(Draft draft, RenameIndex change) {
    Indexes.own(draft, change, change.index(), "rename_constraint")
        .filter(found -> Indexes.free(draft, change, change.index().schema(), change.to()))
        .ifPresent(found -> add(draft, change, found.table().name()));
  }

  /** Whether the database has the new shape already. */
  static boolean there(RenameIndex change, Snapshot snapshot) {
    return Indexes.find(snapshot, change.index()).isEmpty()
        && Indexes.find(snapshot, renamed(change)).isPresent();
  }

  private static QualifiedName renamed(RenameIndex change) {
    return new QualifiedName(change.index().schema(), change.to());
  }

  private static void add(Draft draft, RenameIndex change, QualifiedName table) {
    QualifiedName from = change.index();
    QualifiedName to = renamed(change);
    draft.add(
        Phase.CONTRACT,
        transaction(
                "Rename index " + from + " to " + change.to(),
                Origin.of(change),
                "ALTER INDEX " + from + " RENAME TO " + change.to())
            .backTransaction(
                "Rename index " + to + " back to " + from.name(),
                "ALTER INDEX " + to + " RENAME TO " + from.name())
            .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, from)
            .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, to)
            .success(Criteria.relationExists("index", to), Criteria.indexGone(from))
            .backSuccess(Criteria.relationExists("index", from), Criteria.indexGone(to)));
    draft.shape(table, shape -> shape);
  }
}
