package dev.ripcord.plan;

import dev.ripcord.migration.ColumnChange.ChangeType;
import dev.ripcord.schema.Attached.Bound;
import dev.ripcord.schema.Attached.Kind;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether ALTER COLUMN TYPE would change the catalogue alone (ALTER TABLE in the manual, Notes).
 * Its lock keeps readers and writers out, so nothing that takes time with the rows may go on under
 * it.
 */
final class InPlace {
  private final Snapshot.Table table;
  private final Snapshot.Column column;
  private final ChangeType change;
  private final TypeName before;
  private final TypeName after;

  InPlace(Snapshot.Table table, Snapshot.Column column, ChangeType change) {
    this.table = table;
    this.column = column;
    this.change = change;
    this.before = TypeName.of(column.type());
    this.after = TypeName.of(change.type());
  }

  /** Forward and back, so that every value of either type is one of the other. */
  boolean bothWays() {
    return !TypeChange.rewrites(/* before= */ after, /* after= */ before)
        && change.up().isEmpty()
        && change.down().isEmpty()
        && obstacles().isEmpty();
  }

  /** Forward, with a rollback that makes another column; reports a problem if not. */
  boolean allowed(Draft draft) {
    List<String> obstacles = obstacles();
    if (table.rowKey().contains(column.name())) {
      obstacles.add("it is a key by which rows are found");
    }
    table.indexes().stream()
        .filter(each -> each.unique() && each.columns().contains(column.name()))
        .forEach(
            each ->
                obstacles.add(
                    "unique index "
                        + each.name()
                        + " (values that differ could become one on the way back)"));
    draft.changes().stream()
        .filter(each -> !each.equals(change))
        .filter(each -> Planner.touched(each, draft.snapshot()).contains(table.name()))
        .findFirst()
        .ifPresent(each -> obstacles.add("another change of the same table, " + Origin.of(each)));
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "column "
              + column.name()
              + " ("
              + column.type()
              + ") cannot become "
              + change.type()
              + " by 'rollback: online': "
              + String.join(", ", obstacles),
          "'rollback: instant', or none of that");
    }
    return obstacles.isEmpty();
  }

  private List<String> obstacles() {
    List<String> found = new ArrayList<>();
    if (TypeChange.rewrites(before, after)) {
      found.add("PostgreSQL would write every row anew");
      return found;
    }
    if (change.up().isPresent()) {
      found.add("'up' (every row would have to be written anew)");
    }
    indexes(found);
    checks(found);
    bound(found);
    return found;
  }

  /** As {@code CheckIndexCompatible} of the server has it, which looks into no expression. */
  private void indexes(List<String> found) {
    for (Snapshot.Index index : table.indexes()) {
      if (index.columns().contains(column.name())) {
        rebuilt(index)
            .ifPresent(
                why ->
                    found.add(
                        "index "
                            + index.name()
                            + " ("
                            + why
                            + ", it would be built again under the lock)"));
      }
    }
  }

  private Optional<String> rebuilt(Snapshot.Index index) {
    if (!index.valid()) {
      return Optional.of("invalid");
    }
    Optional<List<List<Token>>> keys = keys(index.definition());
    if (keys.isEmpty()) {
      return Optional.of("of an expression or with a condition");
    }
    // extensions have default classes of their own for varchar and cidr there
    boolean classes = index.definition().matches("(?s).* USING gi(n|st) \\(.*");
    boolean bare =
        keys.get().stream()
            .anyMatch(
                key -> key.size() == 1 && key.getFirst().text().equals(column.name().quoted()));
    return classes && bare
        ? Optional.of("of an operator class that may be another for the new type")
        : Optional.empty();
  }

  /** The key columns with what is said of each; empty if there is an expression or a condition. */
  private static Optional<List<List<Token>>> keys(String definition) {
    List<List<Token>> keys = new ArrayList<>(List.of(new ArrayList<>()));
    int depth = 0;
    boolean ended = false;
    for (Token token : SqlTokens.significant(definition.substring(definition.indexOf(" USING ")))) {
      List<Token> key = keys.getLast();
      if (token.is("(")) {
        // behind the name of an operator class stand its options
        if (!ended && depth > 0 && key.size() < 2) {
          return Optional.empty();
        }
        depth++;
      } else if (token.is(")")) {
        depth--;
        ended |= depth == 0;
      } else if (depth == 0 && token.isWord("where")) {
        return Optional.empty();
      } else if (depth == 1 && !ended && token.is(",")) {
        keys.add(new ArrayList<>());
      } else if (depth == 1 && !ended) {
        key.add(token);
      }
    }
    return Optional.of(keys);
  }

  private void checks(List<String> found) {
    table.constraints().stream()
        .filter(each -> each.kind() == 'c' && each.columns().contains(column.name()))
        .forEach(
            each -> found.add("check " + each.name() + " (all rows would be read under the lock)"));
  }

  /** Views are dropped and made again, with their rules. */
  private void bound(List<String> found) {
    Identifier name = column.name();
    List<Bound> all =
        Rebound.concerned(table, name, true).stream()
            .filter(each -> each.columns().contains(name))
            .toList();
    Set<Optional<QualifiedName>> views = new HashSet<>();
    all.stream()
        .filter(each -> each.kind() == Kind.VIEW)
        .forEach(each -> views.add(each.relation()));
    all.stream()
        .filter(each -> each.kind() != Kind.VIEW)
        .filter(each -> each.kind() != Kind.RULE || !views.contains(each.relation()))
        .forEach(
            each -> found.add(each.what() + " (PostgreSQL changes no type that it depends on)"));
  }
}
