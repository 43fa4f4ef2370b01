package dev.ripcord.plan;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import java.util.List;

/**
 * The steps of all phases, made from a migration and a snapshot; nothing else goes in.
 *
 * @param before the database for which it was made
 * @param phases all five, in order; a phase may have no steps and then says so
 * @param shapes how the tables concerned look to old and to new clients
 */
public record Plan(
    Migration migration, Snapshot before, List<PhasePlan> phases, List<TableShape> shapes) {
  public Plan {
    phases = List.copyOf(phases);
    shapes = List.copyOf(shapes);
    if (!phases.stream().map(PhasePlan::phase).toList().equals(List.of(Phase.values()))) {
      throw new IllegalArgumentException("a plan has the five phases in their order");
    }
  }

  /**
   * @param steps in forward order; a rollback takes them in reverse
   */
  public record PhasePlan(Phase phase, List<Step> steps) {
    public PhasePlan {
      steps = List.copyOf(steps);
    }
  }

  /** The steps of one phase. */
  public PhasePlan phase(Phase phase) {
    return phases.stream().filter(each -> each.phase() == phase).findFirst().orElseThrow();
  }

  /** All steps in forward order. */
  public List<Step> steps() {
    return phases.stream().flatMap(phase -> phase.steps().stream()).toList();
  }

  /**
   * SHA-256 over all that would be executed, in hexadecimal: the same steps have the same hash,
   * wherever and whenever they were planned.
   */
  public String hash() {
    return PlanHash.of(this);
  }
}
