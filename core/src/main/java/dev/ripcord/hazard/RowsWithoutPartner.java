package dev.ripcord.hazard;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ColumnChange.MoveColumns;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import java.util.List;

/** A value whose row has none to move to goes out of sight. */
final class RowsWithoutPartner implements Rule {
  @Override
  public String code() {
    return "rows-without-partner";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    boolean retires =
        step.phase() == Phase.CONTRACT && step.forward() instanceof Action.Transaction;
    return plan.migration().changes().stream()
        .filter(MoveColumns.class::isInstance)
        .map(MoveColumns.class::cast)
        .filter(each -> retires && Origin.of(each).equals(step.origin()))
        .map(this::hazard)
        .toList();
  }

  private Hazard hazard(MoveColumns change) {
    String key =
        change.key().entrySet().stream()
            .map(each -> "p." + each.getKey() + " = t." + each.getValue())
            .collect(joining(" AND "));
    String given =
        change.columns().keySet().stream()
            .map(each -> "t." + each + " IS NOT NULL")
            .collect(joining(" OR "));
    return new Hazard(
        code(),
        "values of rows of "
            + change.table()
            + " without a row of "
            + change.to()
            + " go out of sight here, and come back only by a rollback, or to a row that is inserted"
            + " there before 'cleanup'; insert the missing rows before, and count them by: SELECT"
            + " count(*) FROM "
            + change.table()
            + " AS t WHERE ("
            + given
            + ") AND NOT EXISTS (SELECT FROM "
            + change.to()
            + " AS p WHERE "
            + key
            + ")");
  }
}
