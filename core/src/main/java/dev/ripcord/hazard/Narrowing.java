package dev.ripcord.hazard;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TypeName;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The old column cannot hold all that the new ones can, so a write in the new shape may not fit.
 */
final class Narrowing implements Rule {
  @Override
  public String code() {
    return "narrowing";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    boolean first =
        plan.steps().stream()
            .filter(each -> each.origin().equals(step.origin()))
            .limit(1)
            .anyMatch(each -> each.id().equals(step.id()));
    if (!first) {
      return List.of();
    }
    List<Hazard> hazards = new ArrayList<>();
    for (Change change : plan.migration().changes()) {
      if (Origin.of(change).equals(step.origin())) {
        hazards.addAll(look(change, plan.before()));
      }
    }
    return hazards;
  }

  private List<Hazard> look(Change change, Snapshot before) {
    if (change instanceof ColumnChange.ChangeType it) {
      String down = it.down().orElse(it.column().quoted());
      return look(before, it.table(), Map.of(it.column(), down), Map.of(it.column(), it.type()));
    }
    if (change instanceof ColumnChange.TransformColumns it) {
      Map<Identifier, String> types =
          it.to().stream()
              .collect(Collectors.toMap(ColumnChange.Target::column, ColumnChange.Target::type));
      return look(before, it.table(), it.down(), types);
    }
    return List.of();
  }

  /**
   * @param down old columns to their values over the new ones
   * @param types of the new columns
   */
  private List<Hazard> look(
      Snapshot before,
      QualifiedName table,
      Map<Identifier, String> down,
      Map<Identifier, String> types) {
    List<Hazard> hazards = new ArrayList<>();
    down.forEach(
        (old, expression) -> {
          List<TypeName> sources =
              Expressions.columns(expression, table).stream()
                  .flatMap(column -> Optional.ofNullable(types.get(column)).stream())
                  .map(TypeName::of)
                  .toList();
          before
              .table(table)
              .flatMap(it -> it.column(old))
              .filter(column -> Widths.mayNotFit(sources, TypeName.of(column.type())))
              .ifPresent(column -> hazards.add(hazard(table, column)));
        });
    return hazards;
  }

  private Hazard hazard(QualifiedName table, Snapshot.Column column) {
    return new Hazard(
        code(),
        "the old "
            + column.name()
            + " of "
            + table
            + " ("
            + column.type()
            + ") cannot hold every value of the new shape: old clients do not see such a value"
            + " whole, and a rollback keeps it aside in schema ripcord_kept; instead let clients"
            + " write only values that fit until 'cleanup' is done, or say in 'down:' what the old"
            + " column shall get");
  }
}
