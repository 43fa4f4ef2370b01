package dev.ripcord.hazard;

import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Reversibility.Level;
import dev.ripcord.plan.Step;
import java.util.List;

/** PostgreSQL puts a column that is added again behind all others. */
final class ColumnOrder implements Rule {
  @Override
  public String code() {
    return "column-order";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    if (step.reversibility().level() != Level.EXACT_EXCEPT_COLUMN_ORDER) {
      return List.of();
    }
    return List.of(
        new Hazard(
            code(),
            "on the way back, "
                + step.reversibility().what()
                + ": INSERT without a column list and SELECT * then meet another order; instead"
                + " name the columns in every client before '"
                + step.phase().word()
                + "'"));
  }
}
