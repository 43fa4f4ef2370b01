package dev.ripcord.hazard;

import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An index that is built while writers wait: CREATE INDEX takes SHARE (manual, 13.3.1), a key added
 * by ALTER TABLE takes ACCESS EXCLUSIVE.
 */
final class BlockingIndexBuild implements Rule {
  @Override
  public String code() {
    return "blocking-index-build";
  }

  @Override
  public boolean serious() {
    return true;
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Script script : Script.raw(step, plan)) {
      for (List<Token> statement : script.statements()) {
        created(statement, plan.before())
            .or(() -> key(statement, plan.before()))
            .ifPresent(what -> hazards.add(new Hazard(code(), script.when() + what)));
      }
    }
    return hazards;
  }

  private static Optional<String> created(List<Token> statement, Snapshot snapshot) {
    Words words = new Words(statement);
    if (!words.take("create")) {
      return Optional.empty();
    }
    words.skip("unique");
    if (!words.take("index") || words.take("concurrently")) {
      return Optional.empty();
    }
    words.skip("if", "not", "exists");
    String index = words.take("on") ? "" : words.tableName().map(name -> " " + name).orElse("");
    words.skip("on");
    words.skip("only");
    return words
        .tableName()
        .flatMap(table -> table.in(snapshot))
        .map(
            table ->
                "CREATE INDEX"
                    + index
                    + " makes every writer of "
                    + table.name()
                    + " wait until it is built; instead use a 'create_index' change");
  }

  private static Optional<String> key(List<Token> statement, Snapshot snapshot) {
    Optional<AlterTable> alter = AlterTable.of(statement);
    Optional<Snapshot.Table> table = alter.flatMap(it -> it.table().in(snapshot));
    if (alter.isEmpty() || table.isEmpty()) {
      return Optional.empty();
    }
    return alter.get().actions().stream()
        .flatMap(action -> AlterTable.Constraint.of(action).stream())
        .filter(BlockingIndexBuild::buildsIndex)
        .findFirst()
        .map(
            constraint ->
                "adding "
                    + constraint.label()
                    + " builds an index while every reader and writer of "
                    + table.get().name()
                    + " waits; instead make a unique index by a 'create_index' change and add the"
                    + " constraint USING INDEX");
  }

  private static boolean buildsIndex(AlterTable.Constraint constraint) {
    Words words = new Words(constraint.definition());
    boolean key = words.take("primary", "key") || words.take("unique") || words.take("exclude");
    return key && !words.take("using", "index");
  }
}
