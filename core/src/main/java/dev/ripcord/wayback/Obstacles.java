package dev.ripcord.wayback;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.wayback.Obstacle.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What others have done, own or hold that is in the way. */
final class Obstacles {
  private static final String BUSY = SqlResource.of(Obstacles.class, "busy");
  private static final String OWNED = SqlResource.of(Obstacles.class, "not-owned");
  private static final String CREATE = SqlResource.of(Obstacles.class, "may-not-keep");

  private final Session session;
  private final Counting counting;
  private final Foreseen foreseen;

  /**
   * @param foreseen at the end of the way back
   */
  Obstacles(Session session, Counting counting, Foreseen foreseen) {
    this.session = session;
    this.counting = counting;
    this.foreseen = foreseen;
  }

  List<Obstacle> of(List<Step> begun) {
    List<Obstacle> found = new ArrayList<>();
    foreseen.missing().stream()
        .distinct()
        .forEach(what -> found.add(new Obstacle(Kind.GONE, what)));
    found.addAll(new Dependents(session, counting, foreseen.removals()).obstacles());
    String tables = concerned(begun).stream().map(QualifiedName::quoted).collect(joining("\n"));
    query(found, Kind.PRIVILEGE, OWNED, tables);
    boolean keeps =
        begun.stream()
            .flatMap(step -> step.back().stream())
            .anyMatch(
                action ->
                    action instanceof Action.Transaction it
                        && it.statements().stream()
                            .anyMatch(each -> each.startsWith("CREATE SCHEMA")));
    if (keeps) {
      query(found, Kind.PRIVILEGE, CREATE);
    }
    query(found, Kind.BUSY, BUSY, tables);
    return found;
  }

  private void query(List<Obstacle> found, Kind kind, String query, Object... parameters) {
    session
        .query(query, row -> row.text("what"), parameters)
        .forEach(what -> found.add(new Obstacle(kind, what)));
  }

  /** All tables that the way back locks or walks, by the names that they have now. */
  private Set<QualifiedName> concerned(List<Step> begun) {
    Set<QualifiedName> tables = new TreeSet<>();
    for (Step step : begun) {
      Stream<QualifiedName> walked =
          step.back().stream()
              .filter(Action.Walk.class::isInstance)
              .map(action -> ((Action.Walk) action).table());
      Stream.concat(step.backLocks().stream().map(TableLock::table), walked)
          .forEach(name -> tables.add(foreseen.was(name).orElse(name)));
    }
    return tables;
  }
}
