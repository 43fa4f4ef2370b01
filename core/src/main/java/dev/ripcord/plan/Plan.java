package dev.ripcord.plan;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * The steps of all phases, made from a migration and a snapshot; nothing else goes in.
 *
 * @param before the database for which it was made
 * @param phases all five, in order; a phase may have no steps and then says so
 * @param shapes how the tables concerned look to old and to new clients
 * @param kept where a rollback keeps what only the new shape can hold
 */
public record Plan(
    Migration migration,
    Snapshot before,
    List<PhasePlan> phases,
    List<TableShape> shapes,
    List<KeptValues> kept) {
  public Plan {
    phases = List.copyOf(phases);
    shapes = List.copyOf(shapes);
    kept = List.copyOf(kept);
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

  /**
   * A table of kept values; its columns are {@code key_1…} and {@code new_1…}.
   *
   * @param table whose values it keeps
   * @param columns of the new shape, in the order of {@code new_1…}
   */
  public record KeptValues(QualifiedName store, QualifiedName table, List<Identifier> columns) {
    public KeptValues {
      columns = List.copyOf(columns);
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

  /** Whether the database has the new shape already. */
  public boolean nothingToDo() {
    return steps().isEmpty();
  }

  /**
   * SHA-256 over all that would be executed, in hexadecimal: the same steps have the same hash,
   * wherever and whenever they were planned.
   */
  public String hash() {
    return PlanHash.of(migration.name(), steps());
  }

  /** What the engine takes of it. */
  public Course course() {
    return Course.of(this);
  }
}
