package dev.ripcord.hazard;

import dev.ripcord.hazard.AlterTable.Added;
import dev.ripcord.hazard.AlterTable.Altered;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TypeChange;
import dev.ripcord.plan.TypeName;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ALTER TABLE that writes every row anew under ACCESS EXCLUSIVE (ALTER TABLE in the manual,
 * Notes).
 */
final class TableRewrite implements Rule {
  @Override
  public String code() {
    return "table-rewrite";
  }

  @Override
  public boolean serious() {
    return true;
  }

  @Override
  public List<Hazard> look(Step step, Plan plan) {
    List<Hazard> hazards = new ArrayList<>();
    for (Script script : Script.of(step)) {
      for (List<Token> statement : script.statements()) {
        AlterTable.of(statement)
            .ifPresent(
                alter ->
                    alter
                        .table()
                        .in(plan.before())
                        .ifPresent(table -> look(script, alter, table, hazards)));
      }
    }
    return hazards;
  }

  private void look(Script script, AlterTable alter, Snapshot.Table table, List<Hazard> hazards) {
    for (List<Token> action : alter.actions()) {
      retyped(table, action)
          .or(() -> added(action))
          .or(() -> stored(action))
          .ifPresent(
              found ->
                  hazards.add(
                      new Hazard(
                          code(),
                          script.when()
                              + found.what()
                              + " writes every row of "
                              + table.name()
                              + " anew under ACCESS EXCLUSIVE, so nobody reads or writes it"
                              + " meanwhile; instead "
                              + found.instead())));
    }
  }

  private record Found(String what, String instead) {}

  private static Optional<Found> retyped(Snapshot.Table table, List<Token> action) {
    return Altered.of(action)
        .flatMap(
            altered -> {
              Words words = new Words(altered.what());
              if (words.take("set", "expression")) {
                return Optional.of(
                    new Found(
                        "SET EXPRESSION of " + altered.column(),
                        "add another generated column and swap the two by name"));
              }
              words.skip("set", "data");
              if (!words.take("type") || !rewrites(table, altered, words)) {
                return Optional.empty();
              }
              return Optional.of(
                  new Found("another type for " + altered.column(), "use a 'change_type' change"));
            });
  }

  private static boolean rewrites(Snapshot.Table table, Altered altered, Words words) {
    if (words.has("using")) {
      return true;
    }
    StringBuilder type = new StringBuilder();
    for (Token token : words.rest()) {
      if (token.isWord("collate")) {
        break;
      }
      type.append(token.text()).append(' ');
    }
    TypeName after = TypeName.of(type.toString());
    return table
        .column(altered.column())
        .map(column -> TypeChange.rewrites(TypeName.of(column.type()), after))
        .orElse(true);
  }

  private static Optional<Found> added(List<Token> action) {
    return Added.of(action)
        .flatMap(
            added ->
                Volatility.reason(added.definition())
                    .map(
                        reason ->
                            new Found(
                                "the new column " + added.column() + " " + reason,
                                "add it without a default and backfill it, then set the default"
                                    + " for new rows by ALTER COLUMN SET DEFAULT")));
  }

  private static Optional<Found> stored(List<Token> action) {
    Words words = new Words(action);
    if (words.take("set", "logged") || words.take("set", "unlogged")) {
      return Optional.of(
          new Found(
              "SET LOGGED or UNLOGGED", "make another table, copy in batches, and swap by name"));
    }
    if (words.take("set", "access", "method") || words.take("set", "tablespace")) {
      return Optional.of(
          new Found(
              "a new access method or tablespace",
              "make another table, copy in batches, and swap by name"));
    }
    return Optional.empty();
  }
}
