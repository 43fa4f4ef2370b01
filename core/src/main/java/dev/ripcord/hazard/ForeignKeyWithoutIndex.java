package dev.ripcord.hazard;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ConstraintChange.AddForeignKey;
import dev.ripcord.migration.IndexChange.CreateIndex;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * PostgreSQL makes no index for a foreign key's own columns: each delete of a parent then reads the
 * whole table (5.5.5, Foreign Keys, in the manual).
 */
final class ForeignKeyWithoutIndex implements Rule {
  @Override
  public String code() {
    return "foreign-key-without-index";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Change change : plan.migration().changes()) {
      if (change instanceof AddForeignKey key
          && step.phase() == Phase.EXPAND
          && Origin.of(key).equals(step.origin())
          && !indexed(key, plan)) {
        hazards.add(
            new Hazard(
                code(),
                "no index of "
                    + key.table()
                    + " begins with "
                    + key.columns()
                    + ": each delete of a row of "
                    + key.parent()
                    + " will read the whole table; instead create an index first"));
      }
    }
    return hazards;
  }

  private static boolean indexed(AddForeignKey key, Plan plan) {
    Set<Identifier> columns = Set.copyOf(key.columns());
    boolean there =
        plan.before().table(key.table()).stream()
            .flatMap(table -> table.indexes().stream())
            .filter(Snapshot.Index::valid)
            .filter(index -> !index.definition().contains(" WHERE "))
            .anyMatch(index -> beginsWith(index.columns(), columns));
    return there
        || plan.migration().changes().stream()
            .filter(CreateIndex.class::isInstance)
            .map(CreateIndex.class::cast)
            .filter(index -> index.table().equals(key.table()) && index.where().isEmpty())
            .anyMatch(index -> madeFor(index, columns));
  }

  private static boolean beginsWith(List<Identifier> index, Set<Identifier> columns) {
    return index.size() >= columns.size()
        && Set.copyOf(index.subList(0, columns.size())).equals(columns);
  }

  private static boolean madeFor(CreateIndex index, Set<Identifier> columns) {
    return index.columns().size() >= columns.size()
        && index.columns().subList(0, columns.size()).stream()
            .allMatch(each -> columns.stream().anyMatch(one -> each.equals(one.quoted())));
  }
}
