package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Attached.Bound;
import dev.ripcord.schema.Attached.Kind;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Views, rules, policies, triggers and parsed function bodies, which PostgreSQL binds to a column
 * by its number. Inside the swap, while the new column goes by the old one's name, their
 * definitions are executed again as they were printed before: that binds them to the new column,
 * and nothing has to be parsed. A view whose column gets another type cannot be replaced; it is
 * dropped and made again with all that was on it.
 */
final class Rebound {
  private final QualifiedName table;
  private final Identifier old;
  private final Replacement.Fresh fresh;
  private final boolean remade;
  private final List<Bound> views;
  private final List<Bound> others;

  private Rebound(
      QualifiedName table,
      Identifier old,
      Replacement.Fresh fresh,
      boolean remade,
      List<Bound> views,
      List<Bound> others) {
    this.table = table;
    this.old = old;
    this.fresh = fresh;
    this.remade = remade;
    this.views = views;
    this.others = others;
  }

  /** Of a one-to-one replacement; others have nothing bound to them, or are refused. */
  static Rebound of(Replacement replacement) {
    Identifier old = replacement.old().getFirst().name();
    Replacement.Fresh fresh = replacement.fresh().getFirst();
    boolean remade = remade(replacement.table(), old, fresh.inPlace());
    List<Bound> bound = concerned(replacement.table(), old, remade);
    if (replacement.old().size() > 1 || replacement.fresh().size() > 1) {
      bound = List.of();
    }
    List<Bound> views = bound.stream().filter(each -> each.kind() == Kind.VIEW).toList();
    Set<Optional<QualifiedName>> made = new LinkedHashSet<>();
    if (remade) {
      views.forEach(each -> made.add(each.relation()));
    }
    // a rule of a view that is made again comes with it
    List<Bound> others =
        bound.stream()
            .filter(each -> each.kind() != Kind.VIEW)
            .filter(each -> each.kind() != Kind.RULE || !made.contains(each.relation()))
            .toList();
    return new Rebound(replacement.name(), old, fresh, remade, views, others);
  }

  /**
   * Whether views must be dropped and made again: because their columns get another type, or
   * because they hang on a primary key that moves.
   */
  static boolean remade(Snapshot.Table table, Identifier column, boolean retyped) {
    boolean keyed =
        table.primaryKey().contains(column)
            && table.attached().bound().stream()
                .anyMatch(each -> each.keyed() && each.columns().contains(column));
    return retyped || keyed;
  }

  /** What must be bound anew, or made again, when the column is replaced. */
  static List<Bound> concerned(Snapshot.Table table, Identifier column, boolean remade) {
    return table.attached().bound().stream()
        .filter(each -> each.columns().contains(column))
        .filter(each -> remade || each.direct())
        .toList();
  }

  /** The relations that the swap locks for it, without the table itself. */
  QualifiedName[] relations() {
    Set<QualifiedName> relations = new LinkedHashSet<>();
    views.forEach(each -> relations.add(each.relation().orElseThrow()));
    others.forEach(each -> each.relation().ifPresent(relations::add));
    relations.remove(table);
    return relations.toArray(new QualifiedName[0]);
  }

  /** Who reads a view locks it before its tables; so do we. */
  List<String> first() {
    if (!remade) {
      return views.stream().flatMap(each -> each.lock().stream()).toList();
    }
    return views.reversed().stream()
        .map(each -> "DROP VIEW " + each.relation().orElseThrow())
        .toList();
  }

  /** Goes where the old column is retired and the new one has its final name. */
  List<String> forward() {
    if (isEmpty()) {
      return List.of();
    }
    List<String> statements = new ArrayList<>();
    if (!fresh.inPlace()) {
      statements.add(rename(fresh.name(), old));
    }
    statements.addAll(definitions());
    if (!fresh.inPlace()) {
      statements.add(rename(old, fresh.name()));
    }
    return statements;
  }

  /** Goes where the old column has its name again. */
  List<String> back() {
    List<String> statements = new ArrayList<>(definitions());
    statements.addAll(widen());
    return statements;
  }

  /**
   * From {@code expand} to {@code contract} clients of the new shape name the new column: a trigger
   * on UPDATE OF the old one must fire for them as well.
   */
  List<String> widen() {
    if (fresh.inPlace()) {
      return List.of();
    }
    return others.stream()
        .filter(each -> each.kind() == Kind.TRIGGER)
        .filter(each -> each.again().stream().anyMatch(text -> !widened(text).equals(text)))
        .flatMap(each -> each.again().stream())
        .map(this::widened)
        .toList();
  }

  /** Takes the new column from these triggers, so that it can be dropped. */
  List<String> narrow() {
    if (widen().isEmpty()) {
      return List.of();
    }
    return others.stream()
        .filter(each -> each.kind() == Kind.TRIGGER)
        .flatMap(each -> each.again().stream())
        .toList();
  }

  private boolean isEmpty() {
    return views.isEmpty() && others.isEmpty();
  }

  private List<String> definitions() {
    List<String> statements = new ArrayList<>();
    for (Bound view : views) {
      statements.addAll(remade ? view.create() : view.again());
    }
    others.forEach(each -> statements.addAll(each.again()));
    return statements;
  }

  private String widened(String statement) {
    List<Token> tokens = SqlTokens.significant(statement);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isWord("on") || tokens.get(i).isWord("execute")) {
        break;
      }
      if (tokens.get(i).isWord("update") && tokens.get(i + 1).isWord("of")) {
        int at = tokens.get(i + 1).end();
        return statement.substring(0, at) + " " + fresh.until() + "," + statement.substring(at);
      }
    }
    return statement;
  }

  private String rename(Identifier from, Identifier to) {
    return "ALTER TABLE " + table + " RENAME COLUMN " + from + " TO " + to;
  }

  /** For people. */
  @Override
  public String toString() {
    return java.util.stream.Stream.concat(views.stream(), others.stream())
        .map(Bound::what)
        .collect(joining(", "));
  }
}
