package dev.ripcord.plan;

import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import java.util.List;

/**
 * What the engine takes: the steps of a plan and how carefully to take them. It is kept in the
 * database that is changed, so that whoever rolls back needs nothing else.
 *
 * @param migration its name
 * @param hash of the plan, over the name and all that the steps execute
 * @param steps of all phases, in forward order
 */
public record Course(String migration, String hash, Pace pace, List<Step> steps) {
  public Course {
    steps = List.copyOf(steps);
  }

  static Course of(Plan plan) {
    return new Course(plan.migration().name(), plan.hash(), plan.migration().pace(), plan.steps());
  }

  /** The steps of one phase, in forward order. */
  public List<Step> steps(Phase phase) {
    return steps.stream().filter(step -> step.phase() == phase).toList();
  }

  /** Whether the hash is that of the steps. */
  boolean intact() {
    return hash.equals(PlanHash.of(migration, steps));
  }
}
