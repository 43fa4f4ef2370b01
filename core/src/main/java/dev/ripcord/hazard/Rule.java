package dev.ripcord.hazard;

import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import java.util.List;

/** Looks for one kind of danger. */
public interface Rule {
  /** Its name, such as {@code table-rewrite}; its page is {@code docs/hazards/<code>.md}. */
  String code();

  /** Whether a step with such a hazard is of high risk at least. */
  default boolean serious() {
    return false;
  }

  /** What is dangerous about the step, each with what to do instead; empty if nothing is. */
  List<Hazard> look(Step step, Plan plan);
}
