package dev.ripcord.hazard;

import dev.ripcord.hazard.AlterTable.Altered;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every row is read while a lock keeps writers out (ALTER TABLE in the manual: SET NOT NULL, ADD
 * table_constraint, VALIDATE CONSTRAINT).
 */
final class FullScanUnderLock implements Rule {
  @Override
  public String code() {
    return "full-scan-under-lock";
  }

  @Override
  public boolean serious() {
    return true;
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Script script : Script.raw(step, plan)) {
      Set<Snapshot.Table> locked = new HashSet<>();
      for (List<Token> statement : script.statements()) {
        lockTable(statement, plan.before()).ifPresent(locked::add);
        Optional<AlterTable> alter = AlterTable.of(statement);
        Optional<Snapshot.Table> table = alter.flatMap(it -> it.table().in(plan.before()));
        if (alter.isPresent() && table.isPresent()) {
          // all actions of one statement run under the strongest lock of them
          if (alter.get().actions().stream().anyMatch(FullScanUnderLock::keepsWritersOut)) {
            locked.add(table.get());
          }
          for (List<Token> action : alter.get().actions()) {
            scan(action, table.get(), locked.contains(table.get()))
                .ifPresent(what -> hazards.add(new Hazard(code(), script.when() + what)));
          }
        }
      }
    }
    return hazards;
  }

  private static Optional<Snapshot.Table> lockTable(List<Token> statement, Snapshot snapshot) {
    Words words = new Words(statement);
    if (!words.take("lock")) {
      return Optional.empty();
    }
    words.skip("table");
    words.skip("only");
    return words.tableName().flatMap(table -> table.in(snapshot));
  }

  /** All actions but a few; the manual names the lock of each. */
  private static boolean keepsWritersOut(List<Token> action) {
    Words words = new Words(action);
    boolean weak =
        words.take("validate", "constraint")
            || words.take("attach", "partition")
            || words.take("cluster", "on")
            || Altered.of(action)
                .map(altered -> new Words(altered.what()).take("set", "statistics"))
                .orElse(false);
    return !weak;
  }

  private static Optional<String> scan(List<Token> action, Snapshot.Table table, boolean locked) {
    Words words = new Words(action);
    if (words.take("validate", "constraint")) {
      String name = words.identifier().map(Identifier::quoted).orElse("a constraint");
      return locked
          ? Optional.of(
              "VALIDATE CONSTRAINT "
                  + name
                  + " reads every row of "
                  + table.name()
                  + " while an earlier statement of the same transaction keeps writers out;"
                  + " instead validate in a 'sql' change of its own")
          : Optional.empty();
    }
    return notNull(action, table)
        .or(() -> constraint(action, table))
        .or(() -> check(action, table));
  }

  private static Optional<String> notNull(List<Token> action, Snapshot.Table table) {
    return Altered.of(action)
        .filter(altered -> new Words(altered.what()).take("set", "not", "null"))
        .filter(altered -> !proven(table, altered.column()))
        .map(
            altered ->
                "SET NOT NULL of "
                    + altered.column()
                    + " reads every row of "
                    + table.name()
                    + " while nobody reads or writes it; instead first add CHECK ("
                    + altered.column()
                    + " IS NOT NULL) by an 'add_check' change, which validates it without such a"
                    + " lock: SET NOT NULL then skips the scan");
  }

  /** NOT NULL already, or a valid check says so. */
  private static boolean proven(Snapshot.Table table, Identifier column) {
    String check = "CHECK ((" + column + " IS NOT NULL))";
    return table.column(column).filter(Snapshot.Column::notNull).isPresent()
        || table.constraints().stream()
            .anyMatch(each -> each.kind() == 'c' && each.definition().equals(check));
  }

  private static Optional<String> constraint(List<Token> action, Snapshot.Table table) {
    return AlterTable.Constraint.of(action)
        .flatMap(
            added -> {
              Words words = new Words(added.definition());
              boolean check = words.take("check");
              boolean scans = check || words.take("foreign", "key");
              if (!scans || words.has("not", "valid") || words.has("not", "enforced")) {
                return Optional.empty();
              }
              return Optional.of(
                  "adding "
                      + added.label()
                      + " reads every row of "
                      + table.name()
                      + (check ? " while nobody reads or writes it" : " while writers wait")
                      + "; instead "
                      + (check
                          ? "use an 'add_check' change"
                          : "add it NOT VALID and VALIDATE it in a 'sql' change of its own"));
            });
  }

  private static Optional<String> check(List<Token> action, Snapshot.Table table) {
    return AlterTable.Added.of(action)
        .filter(added -> new Words(added.definition()).has("check"))
        .map(
            added ->
                "the check of the new column "
                    + added.column()
                    + " reads every row of "
                    + table.name()
                    + " while nobody reads or writes it; instead use an 'add_check' change");
  }
}
