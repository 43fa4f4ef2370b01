package dev.ripcord.rehearse;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.Plan;
import dev.ripcord.schema.Snapshot;
import java.util.function.BiFunction;

/**
 * How a rehearsal goes about it.
 *
 * @param planner makes the plan that is rehearsed
 * @param writesPerState so many writes are let through in every state that is rehearsed, if they
 *     come in time
 */
record Conduct(BiFunction<Migration, Snapshot, Plan> planner, long writesPerState) {
  /** As users get it. */
  static final Conduct USUAL = new Conduct(Hazards::plan, 1_000);
}
