package dev.ripcord.hazard;

import dev.ripcord.migration.Change;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Origin;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements that run in one transaction.
 *
 * @param back whether it belongs to the way back
 * @param statements each as its tokens, without spaces and comments
 */
record Script(boolean back, List<List<Token>> statements) {
  Script {
    statements = List.copyOf(statements);
  }

  /** The transactions of a step, forward and back. */
  static List<Script> of(Step step) {
    List<Script> scripts = new ArrayList<>();
    add(scripts, false, step.forward());
    step.back().forEach(action -> add(scripts, true, action));
    return scripts;
  }

  /** Likewise, of a step that runs the user's own statements; empty for others. */
  static List<Script> raw(Step step, Plan plan) {
    return isRaw(step, plan) ? of(step) : List.of();
  }

  /** Whether the step runs the user's own statements. */
  static boolean isRaw(Step step, Plan plan) {
    return plan.migration().changes().stream()
        .anyMatch(
            change -> change instanceof Change.RawSql raw && Origin.of(raw).equals(step.origin()));
  }

  private static void add(List<Script> scripts, boolean back, Action action) {
    if (action instanceof Action.Transaction transaction) {
      scripts.add(
          new Script(back, transaction.statements().stream().map(SqlTokens::significant).toList()));
    }
  }

  /** Put before a message. */
  String when() {
    return back ? "on the way back, " : "";
  }
}
