package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.Phase;
import dev.ripcord.migration.ViewChange.CreateView;

/**
 * Creates a view in {@code expand}, or at {@code contract} where a name that it may use is not
 * there before.
 */
final class CreateViewSteps {
  private CreateViewSteps() {}

  static void plan(Draft draft, CreateView change) {
    boolean free = Indexes.free(draft, change, change.view().schema(), change.view().name());
    if (free && Views.namesColumns(draft, change, change.query())) {
      add(draft, change);
    }
  }

  private static void add(Draft draft, CreateView change) {
    draft.add(
        draft.hasLateNames() ? Phase.CONTRACT : Phase.EXPAND,
        transaction(
                "Create view " + change.view(),
                Origin.of(change),
                "CREATE VIEW " + change.view() + " AS " + change.query())
            .backTransaction("Drop view " + change.view(), "DROP VIEW " + change.view())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, change.view())
            .success(Criteria.relationExists("view", change.view()))
            .backSuccess(Criteria.relationGone("view", change.view())));
  }
}
