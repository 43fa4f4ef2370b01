package dev.ripcord.hazard;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.TableChange;
import dev.ripcord.plan.DroppedTogether;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** A table that is out of sight keeps its foreign keys until cleanup. */
final class RetiredTableStillBinds implements Rule {
  @Override
  public String code() {
    return "retired-table-still-binds";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Change change : plan.migration().changes()) {
      if (change instanceof TableChange.DropTable drop
          && step.phase() == Phase.CONTRACT
          && Origin.of(drop).equals(step.origin())) {
        plan.before()
            .table(drop.table())
            .ifPresent(
                table -> look(table, DroppedTogether.of(plan.migration().changes()), hazards));
      }
    }
    return hazards;
  }

  private void look(Snapshot.Table table, DroppedTogether together, List<Hazard> hazards) {
    List<Snapshot.Constraint> keys =
        table.constraints().stream()
            .filter(each -> each.kind() == 'f' && !each.incoming())
            .filter(each -> !together.stays(table, each))
            .toList();
    if (!keys.isEmpty()) {
      hazards.add(
          new Hazard(
              code(),
              "until 'cleanup' the retired "
                  + table.name()
                  + " binds other tables by "
                  + keys.stream()
                      .map(
                          key ->
                              key.name()
                                  + key.references().map(other -> " (to " + other + ")").orElse(""))
                      .collect(joining(", "))
                  + ": deleting a row there may be refused, or deletes retired rows too; instead"
                  + " let clients empty the table before 'contract', or do 'cleanup' soon"));
    }
  }
}
