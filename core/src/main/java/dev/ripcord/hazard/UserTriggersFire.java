package dev.ripcord.hazard;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A walk updates rows, and triggers of the user's own fire for each. */
final class UserTriggersFire implements Rule {
  @Override
  public String code() {
    return "user-triggers-fire";
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    Set<Hazard> hazards = new LinkedHashSet<>();
    look("", step.forward(), plan, hazards);
    step.back().forEach(action -> look("on the way back, ", action, plan, hazards));
    return new ArrayList<>(hazards);
  }

  private void look(String when, Action action, Plan plan, Set<Hazard> hazards) {
    if (!(action instanceof Action.Walk walk)) {
      return;
    }
    for (Update update : Update.in(SqlTokens.significant(walk.statement()))) {
      update
          .table()
          .in(plan.before())
          .ifPresent(
              table ->
                  table.triggers().stream()
                      .filter(trigger -> fires(trigger, update))
                      .forEach(trigger -> hazards.add(hazard(when, table, trigger))));
    }
  }

  private static boolean fires(Snapshot.RowTrigger trigger, Update update) {
    if (!trigger.columns().isEmpty()) {
      return !Collections.disjoint(trigger.columns(), update.columns());
    }
    // CREATE [CONSTRAINT] TRIGGER name BEFORE INSERT OR UPDATE ON table …
    Words words = new Words(SqlTokens.significant(trigger.definition()));
    words.skip("create");
    words.skip("constraint");
    words.skip("trigger");
    boolean named = words.identifier().isPresent();
    List<Token> events = words.rest();
    for (int i = 0; named && i < events.size() && !events.get(i).isWord("on"); i++) {
      if (events.get(i).isWord("update")) {
        return true;
      }
    }
    return false;
  }

  private Hazard hazard(String when, Snapshot.Table table, Snapshot.RowTrigger trigger) {
    boolean perRow =
        new Words(SqlTokens.significant(trigger.definition())).has("for", "each", "row");
    return new Hazard(
        code(),
        when
            + "the trigger "
            + trigger.name()
            + " of "
            + table.name()
            + " fires for every "
            + (perRow ? "row" : "batch")
            + " that the walk updates; if it must not, let it begin with IF"
            + " current_setting('application_name') = 'ripcord run' THEN RETURN NEW; END IF;");
  }
}
