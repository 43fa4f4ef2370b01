package dev.ripcord.workload;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.TableShape;
import dev.ripcord.plan.TableShape.Demand;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collections;
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
    try {
      boolean unused = anyUnfit(oldShape, table, List.of(demand), " AND false");
      return true;
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return false;
    }
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
                .filter(each -> writes(done.operation(), each.unique()))
                .anyMatch(each -> mayBeDouble(tested, table, each.unique(), key.get())));
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

  private static boolean anyUnfit(
      Session session, QualifiedName table, List<Demand> demands, String and) {
    return anyUnfit(session, table, demands, and, List.of());
  }

  private static boolean writes(Operation operation, List<Identifier> columns) {
    return !columns.isEmpty()
        && (operation instanceof Operation.Insert
            || operation.face().table().firesTriggers()
            || (operation instanceof Operation.Update update
                && !Collections.disjoint(update.values().keySet(), columns)));
  }

  /**
   * Whether another row is the same, or somebody else may be about to write one. Who has the lock
   * of these values sees every such row that was committed: it asks after it has the lock.
   */
  private static boolean mayBeDouble(
      Session tested, WriteTable table, List<Identifier> columns, List<String> key) {
    String values = columns.stream().map(each -> "t." + each).collect(joining(", "));
    String own = "SELECT " + values + " FROM " + table.name() + " AS t" + Operation.where(table);
    boolean alone =
        tested
            .query(
                "SELECT pg_try_advisory_xact_lock(hashtextextended(ROW("
                    + values
                    + ")::text, 7305802)) AS alone FROM "
                    + table.name()
                    + " AS t"
                    + Operation.where(table),
                row -> row.flag("alone"),
                key.toArray())
            .contains(true);
    return !alone
        || tested
            .query(
                "SELECT count(*) > 1 AS double FROM "
                    + table.name()
                    + " AS t WHERE ("
                    + values
                    + ") = ("
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
    return children.stream().anyMatch(each -> anyUnfit(tested, each, of(each), ""));
  }
}
