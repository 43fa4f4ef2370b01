package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Phase;
import dev.ripcord.migration.ViewChange.DropView;
import dev.ripcord.schema.Snapshot;

/**
 * Moves a view out of sight at {@code contract}, with all that it has; there it is its own archive.
 */
final class DropViewSteps {
  private DropViewSteps() {}

  static void plan(Draft draft, DropView change) {
    Views.find(draft, change)
        .filter(view -> Views.nothingHangsOn(draft, change, view))
        .ifPresent(view -> add(draft, change, Views.away(draft, view)));
  }

  /** Whether the database has the new shape already. */
  static boolean there(DropView change, Snapshot snapshot) {
    return snapshot.view(change.view()).isEmpty();
  }

  private static void add(Draft draft, DropView change, Views.Away away) {
    draft.add(
        Phase.CONTRACT,
        transaction("Move view " + change.view() + " out of sight", Origin.of(change), away.go())
            .backTransaction("Move view " + change.view() + " back", away.comeBack())
            .locks(LockMode.ACCESS_EXCLUSIVE, change.view())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, away.place())
            .success(
                Criteria.relationGone("view", change.view()),
                Criteria.relationExists("view", away.place()))
            .backSuccess(
                Criteria.relationExists("view", change.view()),
                Criteria.relationGone("view", away.place())));
  }
}
