package dev.ripcord.hazard;

import dev.ripcord.migration.ColumnChange.MoveColumns;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import java.util.List;

/** Triggers of two tables write to each other's rows. */
final class CrossingLocks implements Rule {
  @Override
  public String code() {
    return "crossing-locks";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    if (step.phase() != Phase.EXPAND || !(step.forward() instanceof Action.Transaction)) {
      return List.of();
    }
    return plan.migration().changes().stream()
        .filter(MoveColumns.class::isInstance)
        .map(MoveColumns.class::cast)
        .filter(each -> Origin.of(each).equals(step.origin()))
        .map(this::hazard)
        .toList();
  }

  private Hazard hazard(MoveColumns change) {
    return new Hazard(
        code(),
        "until 'cleanup' who writes a moved column locks the row of "
            + change.table()
            + " and the row of "
            + change.to()
            + " that belong together, in this order or the other: two clients that do so at once may"
            + " deadlock, and PostgreSQL cancels one of them with 40P01; let clients repeat such a"
            + " transaction, or lock the row of "
            + change.table()
            + " first");
  }
}
