package dev.ripcord.hazard;

import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Reversibility.Level;
import dev.ripcord.plan.Step;
import java.util.List;

/** The user's own statements without a way back: a rollback ends before them. */
final class IrreversibleSql implements Rule {
  @Override
  public String code() {
    return "irreversible-sql";
  }

  @Override
  public boolean serious() {
    return true;
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    if (!Script.isRaw(step, plan) || step.reversibility().level() != Level.IRREVERSIBLE) {
      return List.of();
    }
    return List.of(
        new Hazard(
            code(),
            "'"
                + step.title()
                + "' has no 'down:', so no rollback gets past it; instead give the statements that"
                + " undo it, or 'down: SELECT 1' where there is nothing to undo"));
  }
}
