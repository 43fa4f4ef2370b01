package dev.ripcord.plan;

import dev.ripcord.migration.ViewChange;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a view's query names that the new shape has not. Such a view would hold a column, or a view
 * that serves an old name, and {@code cleanup} could not drop it.
 */
final class QueryNames {
  private final Draft draft;
  private final ViewChange change;
  private final String query;

  QueryNames(Draft draft, ViewChange change, String query) {
    this.draft = draft;
    this.change = change;
    this.query = query;
  }

  /** False, with a problem for each name that goes. */
  boolean stay() {
    Set<QualifiedName> read = tables();
    boolean stay = true;
    for (TableShape shape : draft.shapes()) {
      if (read.contains(shape.table())) {
        stay &= tableStays(shape) && columnsStay(shape, read);
      }
    }
    return stay;
  }

  private boolean tableStays(TableShape shape) {
    if (shape.dropped()) {
      draft.problem(
          change,
          "the query of "
              + change.view()
              + " reads "
              + shape.table()
              + ", which this migration drops",
          "a query without it");
      return false;
    }
    shape
        .moved()
        .ifPresent(
            name ->
                draft.problem(
                    change,
                    "the query of "
                        + change.view()
                        + " reads "
                        + shape.table()
                        + " by the name that this migration takes away",
                    "its new name, " + name));
    return shape.moved().isEmpty();
  }

  private boolean columnsStay(TableShape shape, Set<QualifiedName> read) {
    Set<Identifier> gone = new HashSet<>(shape.removed().keySet());
    shape.replacements().forEach(each -> gone.addAll(each.old()));
    gone.removeIf(shape::hasNew);
    gone.retainAll(Expressions.columns(query, shape.table()));
    // it may be another table's
    gone.removeIf(
        column ->
            read.stream()
                .filter(each -> !each.equals(shape.table()))
                .flatMap(each -> draft.snapshot().table(each).stream())
                .anyMatch(each -> each.column(column).isPresent()));
    gone.stream()
        .sorted()
        .forEach(
            column ->
                draft.problem(
                    change,
                    "the query of "
                        + change.view()
                        + " reads column "
                        + column
                        + " of "
                        + shape.table()
                        + ", which this migration takes away",
                    "columns of the new shape"));
    return gone.isEmpty();
  }

  /** The tables behind FROM and JOIN; without a schema, all of that name. */
  private Set<QualifiedName> tables() {
    Set<QualifiedName> found = new HashSet<>();
    List<Token> tokens = SqlTokens.significant(query);
    for (int i = 1; i < tokens.size(); i++) {
      Token before = tokens.get(i - 1);
      if (tokens.get(i).isName()
          && (before.isWord("from") || before.isWord("join") || before.isWord("only"))) {
        found.addAll(tables(name(tokens, i)));
      }
    }
    return found;
  }

  private static List<Identifier> name(List<Token> tokens, int from) {
    List<Identifier> parts = new ArrayList<>();
    try {
      parts.add(Identifier.parse(tokens.get(from).text()));
      if (from + 2 < tokens.size() && tokens.get(from + 1).is(".")) {
        parts.add(Identifier.parse(tokens.get(from + 2).text()));
      }
    } catch (IllegalArgumentException e) {
      // a name as no table of ours has it: PostgreSQL says what it thinks of it
      return List.of();
    }
    return parts;
  }

  private List<QualifiedName> tables(List<Identifier> parts) {
    return draft.snapshot().tables().stream()
        .map(each -> each.name())
        .filter(
            each ->
                parts.equals(List.of(each.name()))
                    || parts.equals(List.of(each.schema(), each.name())))
        .toList();
  }
}
