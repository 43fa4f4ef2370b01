package dev.ripcord.plan;

import dev.ripcord.migration.ViewChange;
import dev.ripcord.schema.Dependent;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.List;
import java.util.Optional;

/** What changes of views have in common. */
final class Views {
  private Views() {}

  /** The view as it is; reports a problem and is empty when there is none. */
  static Optional<Snapshot.View> find(Draft draft, ViewChange change) {
    Optional<Snapshot.View> found = draft.snapshot().view(change.view());
    if (found.isEmpty()) {
      draft.problem(
          change,
          "view " + change.view() + " does not exist",
          "one of " + draft.snapshot().views().stream().map(it -> it.name().quoted()).toList());
    }
    return found;
  }

  /** What depends on a view knows it by its identity, and would follow the old one. */
  static boolean nothingHangsOn(Draft draft, ViewChange change, Snapshot.View view) {
    DroppedTogether together = DroppedTogether.of(draft.changes());
    List<String> obstacles =
        view.dependents().stream()
            .filter(each -> !together.has(each))
            .map(Dependent::what)
            .toList();
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "view "
              + view.name()
              + " cannot be taken away: "
              + String.join(", ", obstacles)
              + " depends on it",
          "a view on which nothing depends but what is dropped with it");
    }
    return obstacles.isEmpty();
  }

  /**
   * False, with a problem, where a query takes every column there is of a table that changes, or
   * names what goes.
   */
  static boolean namesColumns(Draft draft, ViewChange change, String query) {
    boolean star = !draft.shapes().isEmpty() && hasStar(query);
    if (star) {
      draft.problem(
          change,
          "the query of view "
              + change.view()
              + " takes all columns (*), also those that this migration takes away",
          "the names of the columns");
    }
    return !star && new QueryNames(draft, change, query).stay();
  }

  private static boolean hasStar(String query) {
    List<Token> tokens = SqlTokens.significant(query);
    for (int i = 1; i < tokens.size(); i++) {
      Token before = tokens.get(i - 1);
      boolean begins =
          before.is(".")
              || before.is(",")
              || before.isWord("select")
              || before.isWord("distinct")
              || before.isWord("all");
      if (begins && tokens.get(i).text().equals("*")) {
        return true;
      }
    }
    return false;
  }

  /** Where a view is when it is out of sight: in ripcord's schema, under another name. */
  record Away(Snapshot.View view, QualifiedName place) {
    List<String> go() {
      String alter = alter();
      return List.of(
          alter + view.name() + " RENAME TO " + place.name(),
          alter + between() + " SET SCHEMA " + place.schema());
    }

    List<String> comeBack() {
      String alter = alter();
      return List.of(
          alter + place + " SET SCHEMA " + view.name().schema(),
          alter + between() + " RENAME TO " + view.name().name());
    }

    private QualifiedName between() {
      return new QualifiedName(view.name().schema(), place.name());
    }

    private String alter() {
      return "ALTER " + (view.materialized() ? "MATERIALIZED " : "") + "VIEW ";
    }
  }

  static Away away(Draft draft, Snapshot.View view) {
    return new Away(view, Names.work(view.name(), "retired", draft.nextNumber()));
  }
}
