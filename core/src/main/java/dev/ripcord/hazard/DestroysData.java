package dev.ripcord.hazard;

import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The user's own statements take rows or values away, which no schema change brings back. */
final class DestroysData implements Rule {
  @Override
  public String code() {
    return "destroys-data";
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
        List<Found> losses = new ArrayList<>(dropped(statement));
        losses.addAll(columns(statement));
        Writes.in(statement)
            .forEach(write -> losses.add(new Found(write.what(), write.table().toString())));
        losses.forEach(loss -> hazards.add(new Hazard(code(), message(script, loss))));
      }
    }
    return hazards;
  }

  private record Found(String what, String of) {}

  private static String message(Script script, Found loss) {
    return script.back()
        ? "on the way back, "
            + loss.what()
            + " "
            + loss.of()
            + " takes away what clients wrote there since; copy it into another table first"
        : loss.what()
            + " "
            + loss.of()
            + " takes away what 'down:' cannot bring back by itself; instead use a 'drop_column',"
            + " 'drop_table' or 'backfill' change, which keep it, or copy it into another table"
            + " first and restore from that in 'down:'";
  }

  private static List<Found> dropped(List<Token> statement) {
    Words words = new Words(statement);
    if (words.take("truncate")) {
      words.skip("table");
      return all("TRUNCATE", words);
    }
    if (!words.take("drop")) {
      return List.of();
    }
    for (String kind : List.of("table", "schema")) {
      if (words.take(kind)) {
        words.skip("if", "exists");
        return all("DROP " + kind.toUpperCase(java.util.Locale.ROOT), words);
      }
    }
    boolean columns = words.take("type") || words.take("domain") || words.take("extension");
    if (columns && words.has("cascade")) {
      words.skip("if", "exists");
      return all("DROP … CASCADE with the columns of type", words);
    }
    return List.of();
  }

  private static List<Found> all(String what, Words words) {
    return words.tableNames().stream().map(name -> new Found(what, name.toString())).toList();
  }

  private static List<Found> columns(List<Token> statement) {
    List<Found> columns = new ArrayList<>();
    AlterTable.of(statement)
        .ifPresent(
            alter ->
                alter.actions().stream()
                    .flatMap(action -> droppedColumn(action).stream())
                    .forEach(
                        column ->
                            columns.add(
                                new Found(
                                    "DROP COLUMN " + column + " of", alter.table().toString()))));
    return columns;
  }

  private static Optional<String> droppedColumn(List<Token> action) {
    Words words = new Words(action);
    if (!words.take("drop") || words.take("constraint")) {
      return Optional.empty();
    }
    words.skip("column");
    words.skip("if", "exists");
    return words.identifier().map(Object::toString);
  }
}
