package dev.ripcord.wayback;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.wayback.Obstacle.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What hangs on the things that the way back drops, and is not dropped with them: each DROP is
 * RESTRICT, so it would fail (section 5.15 of the manual, Dependency Tracking).
 */
final class Dependents {
  private static final String OBJECT = SqlResource.of(Dependents.class, "object");
  private static final String DEPENDENTS = SqlResource.of(Dependents.class, "dependents");

  private final Session session;
  private final Counting counting;
  private final List<Removal> removals;

  Dependents(Session session, Counting counting, List<Removal> removals) {
    this.session = session;
    this.counting = counting;
    this.removals = removals;
  }

  /**
   * @param line for the query: class, number and part in the catalogue, and whether it goes
   * @param state such as that of a trigger
   */
  private record Found(String line, String state) {}

  List<Obstacle> obstacles() {
    List<Obstacle> obstacles = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Removal removal : removals) {
      List<Found> found =
          switch (removal) {
            case Removal.Column it -> find("column", it.table().quoted(), it.name().value());
            case Removal.Constraint it ->
                find("constraint", it.table().quoted(), it.name().value());
            case Removal.Trigger it -> find("trigger", it.table().quoted(), it.name().value());
            case Removal.Relation it -> find("relation", it.name().quoted(), "");
            case Removal.Type it -> find("type", it.name().quoted(), "");
            case Removal.FunctionDefinition it ->
                find("function", it.name().schema().value(), it.name().name().value());
            case Removal.Redefinition it ->
                find("redefined", it.table().quoted(), it.name().value());
            case Removal.Definition it -> find("definition", it.view().quoted(), "");
          };
      found.forEach(each -> lines.add(each.line() + " " + goes(removal)));
      gone(removal, found.stream().findFirst()).ifPresent(obstacles::add);
    }
    session
        .query(DEPENDENTS, row -> row.text("what"), String.join("\n", lines))
        .forEach(what -> obstacles.add(new Obstacle(Kind.DEPENDENT, what)));
    return obstacles;
  }

  private List<Found> find(String kind, String name, String part) {
    return session.query(
        OBJECT, row -> new Found(row.text("line"), row.text("state")), kind, name, part);
  }

  private boolean goes(Removal removal) {
    return switch (removal) {
      case Removal.Definition it -> false;
      case Removal.Redefinition it -> false;
      case Removal.FunctionDefinition it -> false;
      case Removal.Relation it -> !it.ifEmpty() || empty(it);
      case Removal.Column it -> true;
      case Removal.Constraint it -> true;
      case Removal.Trigger it -> true;
      case Removal.Type it -> true;
    };
  }

  private boolean empty(Removal.Relation relation) {
    try {
      return counting
          .ask(
              "SELECT EXISTS (SELECT FROM " + relation.name() + ") AS filled",
              row -> !row.flag("filled"))
          .getFirst();
    } catch (DatabaseException e) {
      // better to name a dependent that would not matter than to be silent about one that would
      String unused = counting.reason(e);
      return true;
    }
  }

  private static Optional<Obstacle> gone(Removal removal, Optional<Found> found) {
    String what =
        switch (removal) {
          case Removal.Column it -> "column " + it.name() + " of " + it.table();
          case Removal.Constraint it -> "";
          case Removal.Redefinition it -> "";
          case Removal.FunctionDefinition it -> "";
          case Removal.Trigger it -> "trigger " + it.name() + " of " + it.table();
          case Removal.Relation it -> it.ifThere() ? "" : "table or view " + it.name();
          case Removal.Type it -> "type " + it.name();
          case Removal.Definition it -> "view " + it.view();
        };
    if (found.isEmpty()) {
      return what.isEmpty()
          ? Optional.empty()
          : Optional.of(new Obstacle(Kind.GONE, what + " is gone"));
    }
    return found.get().state().equals("disabled")
        ? Optional.of(
            new Obstacle(
                Kind.GONE, what + " is disabled: what was written since is in one shape only"))
        : Optional.empty();
  }
}
