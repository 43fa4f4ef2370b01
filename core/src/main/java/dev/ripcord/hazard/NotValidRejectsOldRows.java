package dev.ripcord.hazard;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * A check that is NOT VALID skips the rows that exist, but holds for every later update of them
 * (ALTER TABLE in the manual, ADD table_constraint).
 */
final class NotValidRejectsOldRows implements Rule {
  @Override
  public String code() {
    return "not-valid-rejects-old-rows";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Change change : plan.migration().changes()) {
      if (change instanceof ConstraintChange.AddCheck check
          && step.phase() == Phase.EXPAND
          && Origin.of(check).equals(step.origin())) {
        hazards.add(hazard("", check.name().quoted(), check.table().quoted()));
      }
      if (change instanceof ColumnChange.SetNotNull set
          && Origin.of(set).equals(step.origin())
          && addsNotValid(step)) {
        hazards.add(
            new Hazard(
                code(),
                "from here on every write that leaves NULL in "
                    + set.column()
                    + " of "
                    + set.table()
                    + " is refused, also of clients of the old shape; instead let these write"
                    + " a value first"));
      }
      if (change instanceof ConstraintChange.AddForeignKey key
          && step.phase() == Phase.EXPAND
          && Origin.of(key).equals(step.origin())) {
        hazards.add(refusesClients(key));
      }
    }
    walked("", step.forward(), plan).forEach(hazards::add);
    step.back().stream()
        .flatMap(action -> walked("on the way back, ", action, plan).stream())
        .distinct()
        .forEach(hazards::add);
    for (Script script : Script.raw(step, plan)) {
      for (List<Token> statement : script.statements()) {
        AlterTable.of(statement)
            .filter(alter -> alter.table().in(plan.before()).isPresent())
            .ifPresent(
                alter ->
                    alter.actions().stream()
                        .flatMap(action -> AlterTable.Constraint.of(action).stream())
                        .filter(NotValidRejectsOldRows::notValidCheck)
                        .forEach(
                            added ->
                                hazards.add(
                                    hazard(
                                        script.when(), added.label(), alter.table().toString()))));
      }
    }
    return hazards;
  }

  /** Checks that were not valid before, and that a walk over their table meets. */
  private List<Hazard> walked(String when, Action action, Plan plan) {
    return action instanceof Action.Walk walk
        ? Update.in(SqlTokens.significant(walk.statement())).stream()
            .flatMap(update -> update.table().in(plan.before()).stream())
            .flatMap(
                table ->
                    table.constraints().stream()
                        .filter(each -> each.kind() == 'c')
                        .filter(each -> each.definition().endsWith(" NOT VALID"))
                        .map(each -> met(when, table, each)))
            .distinct()
            .toList()
        : List.of();
  }

  private Hazard met(String when, Snapshot.Table table, Snapshot.Constraint check) {
    String condition =
        check
            .definition()
            .replaceFirst("^CHECK ", "")
            .replaceFirst("( NO INHERIT)? NOT VALID$", "");
    return new Hazard(
        code(),
        when
            + "the walk stops at the first row of "
            + table.name()
            + " that violates "
            + check.name()
            + ", which is NOT VALID; instead find and repair such rows first: SELECT * FROM "
            + table.name()
            + " WHERE NOT "
            + condition);
  }

  private static boolean addsNotValid(Step step) {
    return step.forward() instanceof Action.Transaction transaction
        && transaction.statements().stream().anyMatch(each -> each.endsWith(" NOT VALID"));
  }

  private Hazard refusesClients(ConstraintChange.AddForeignKey key) {
    boolean forbids =
        key.onDelete() == ConstraintChange.ReferentialAction.NO_ACTION
            || key.onDelete() == ConstraintChange.ReferentialAction.RESTRICT;
    return new Hazard(
        code(),
        "from here on "
            + key.name()
            + " refuses every row of "
            + key.table()
            + " that references no row of "
            + key.parent()
            + (forbids ? ", and every delete there that would leave one" : "")
            + ", also of clients that know nothing of it; instead teach them first");
  }

  private static boolean notValidCheck(AlterTable.Constraint constraint) {
    Words words = new Words(constraint.definition());
    return words.take("check") && words.has("not", "valid");
  }

  private Hazard hazard(String when, String check, String table) {
    return new Hazard(
        code(),
        when
            + "from here on "
            + check
            + " refuses every update of a row of "
            + table
            + " that violates it, even one of other columns; instead find and repair such rows"
            + " first");
  }
}
