package dev.ripcord.workload;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.TableShape;
import dev.ripcord.plan.TableShape.Demand;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the migration expects of all rows without making them so. Clients are taken to keep to it
 * while nothing forbids otherwise, yet or any more: else a step would fail at a row that only this
 * rehearsal has.
 */
final class Demands {
  private final Map<QualifiedName, List<Demand>> byTable = new HashMap<>();

  private Demands() {}

  /**
   * @param oldShape a session with the old shape, where a demand of what only the new one has means
   *     nothing
   */
  static Demands of(Session oldShape, List<TableShape> shapes) {
    Demands demands = new Demands();
    for (TableShape shape : shapes) {
      List<Demand> known =
          shape.demands().stream().filter(each -> isKnown(oldShape, shape.table(), each)).toList();
      if (!known.isEmpty()) {
        demands.byTable.put(shape.table(), known);
      }
    }
    return demands;
  }

  private static boolean isKnown(Session oldShape, QualifiedName table, Demand demand) {
    String values = values(demand);
    try {
      return oldShape
          .query(
              "SELECT EXISTS (SELECT FROM "
                  + table
                  + " AS t WHERE ("
                  + QuestionMarks.doubled(demand.unfit().orElse("true"))
                  + ") AND ("
                  + QuestionMarks.doubled(demand.among())
                  + ") AND "
                  // those of an index may have more to them, such as an order
                  + (values.isEmpty() ? "" : "(" + values + ") = (" + values + ") AND ")
                  + "false) AS unfit",
              row -> row.flag("unfit"))
          .contains(false);
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return false;
    }
  }

  private static String values(Demand demand) {
    return QuestionMarks.doubled(String.join(", ", demand.unique()));
  }

  private List<Demand> of(QualifiedName table) {
    return byTable.getOrDefault(table, List.of());
  }

  /** Whether a write, not committed yet, is none that such clients do. */
  Predicate<Done> unmet(Session tested) {
    return done ->
        done.operation().face().layout() == Layout.BEFORE_CONTRACT
            && done.result().rows() > 0
            && unmet(tested, done);
  }

  private boolean unmet(Session tested, Done done) {
    WriteTable table = done.operation().face().table();
    if (done.operation() instanceof Operation.Delete) {
      return leavesOrphans(tested, table.name());
    }
    List<Demand> demands = of(table.name());
    Optional<List<String>> key = demands.isEmpty() ? Optional.empty() : Repeat.key(done);
    return key.isPresent()
        && (anyUnfit(tested, table.name(), demands, key(table), key.get())
            || demands.stream()
                .filter(each -> !each.unique().isEmpty())
                .anyMatch(each -> mayBeDouble(tested, table, each, key.get())));
  }

  private static String key(WriteTable table) {
    return Operation.where(table).replaceFirst(" WHERE ", " AND ");
  }

  private static boolean anyUnfit(
      Session session, QualifiedName table, List<Demand> demands, String and, List<String> key) {
    String unfit =
        demands.stream().flatMap(each -> each.unfit().stream()).collect(joining(") OR ("));
    return !unfit.isEmpty()
        && session
            .query(
                "SELECT EXISTS (SELECT FROM "
                    + table
                    + " AS t WHERE (("
                    + QuestionMarks.doubled(unfit)
                    + "))"
                    + and
                    + ") AS unfit",
                row -> row.flag("unfit"),
                key.toArray())
            .contains(true);
  }

  /**
   * Whether another row is the same, or somebody else may be about to write one. Who has the lock
   * of these values sees every such row that was committed: it asks after it has the lock.
   */
  private static boolean mayBeDouble(
      Session tested, WriteTable table, Demand demand, List<String> key) {
    String from =
        " FROM " + table.name() + " AS t WHERE (" + QuestionMarks.doubled(demand.among()) + ")";
    String own = from + key(table);
    boolean alone =
        !tested
            .query(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(ROW("
                    + values(demand)
                    + ")::text, 7305802)) AS alone"
                    + own,
                row -> row.flag("alone"),
                key.toArray())
            .contains(false);
    return !alone
        || tested
            .query(
                "SELECT count(*) > 1 AS double"
                    + from
                    + " AND ("
                    + values(demand)
                    + ") = (SELECT "
                    + values(demand)
                    + own
                    + ")",
                row -> row.flag("double"),
                key.toArray())
            .contains(true);
  }

  /** Rows that referenced the one that was just deleted. */
  private boolean leavesOrphans(Session tested, QualifiedName parent) {
    List<QualifiedName> children = new ArrayList<>();
    byTable.forEach(
        (table, demands) -> {
          if (demands.stream().anyMatch(each -> each.parent().filter(parent::equals).isPresent())) {
            children.add(table);
          }
        });
    return children.stream().anyMatch(each -> anyUnfit(tested, each, of(each), "", List.of()));
  }
}
