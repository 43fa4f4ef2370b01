package dev.ripcord.hazard;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A walk over so many rows that it takes long, and leaves much for vacuum. */
final class LongWalk implements Rule {
  /** A table of more rows, by the planner's estimate, takes long. */
  static final long ROWS = 1_000_000;

  @Override
  public String code() {
    return "long-walk";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    walk(step.forward(), plan).ifPresent(table -> hazards.add(hazard("", table)));
    step.back().stream()
        .flatMap(action -> walk(action, plan).stream())
        .distinct()
        .forEach(table -> hazards.add(hazard("on the way back, ", table)));
    return hazards;
  }

  /** The user's own table that the action walks, if it is that long. */
  private static Optional<Snapshot.Table> walk(Action action, Plan plan) {
    return action instanceof Action.Walk walk
        ? plan.before().table(walk.table()).filter(table -> table.estimatedRows() > ROWS)
        : Optional.empty();
  }

  private Hazard hazard(String when, Snapshot.Table table) {
    return new Hazard(
        code(),
        when
            + String.format(
                Locale.ROOT,
                "walks all of %s, about %,d rows: expect hours rather than minutes, and dead rows;"
                    + " instead of waiting for it in a rollback, rehearse with as many rows, start"
                    + " it in a quiet time, and let autovacuum keep up",
                table.name(),
                table.estimatedRows()));
  }
}
