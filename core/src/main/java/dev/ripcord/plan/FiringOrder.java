package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Triggers before a row fire in the order of their names, and the last has the last word: what ours
 * has kept alike or noted, one behind it may change, or call off. Then a write would be lost on the
 * way back. Read from the statements, so that no trigger of ours can be forgotten here.
 */
final class FiringOrder {
  private static final String CREATE = "CREATE TRIGGER \"~ripcord_";

  private static final Pattern BEFORE_ROW =
      Pattern.compile("CREATE TRIGGER (\"[^\"]+\") BEFORE (.+?) ON (.+) FOR EACH ROW .+");

  private FiringOrder() {}

  /**
   * @param events before which it fires
   */
  private record Ours(Identifier name, Set<String> events, String table) {
    boolean isBefore(Snapshot.RowTrigger other) {
      // ours is ASCII, so the order of UTF-16 is that of the bytes, by which the server goes
      return other.name().value().compareTo(name.value()) > 0
          && !Collections.disjoint(events, other.before());
    }
  }

  /** Reports each trigger that would fire behind one that the change puts on its table. */
  static void check(Draft draft, Change change) {
    List<Snapshot.Table> tables =
        draft.snapshot().tables().stream().filter(each -> !others(each).isEmpty()).toList();
    if (tables.isEmpty()) {
      return;
    }
    List<Ours> ours = ours(draft, Origin.of(change));
    for (Snapshot.Table table : tables) {
      for (Snapshot.RowTrigger other : others(table)) {
        ours.stream()
            .filter(each -> firesOn(draft, each, table) && each.isBefore(other))
            .findFirst()
            .ifPresent(each -> refuse(draft, change, table, other, each));
      }
    }
  }

  /** A trigger of a partitioned table fires on each of its partitions. */
  private static boolean firesOn(Draft draft, Ours ours, Snapshot.Table table) {
    return ours.table().equals(table.name().quoted())
        || draft
            .snapshot()
            .table(QualifiedName.parse(ours.table()))
            .map(Snapshot.Table::kin)
            .filter(Kin.Partitioned.class::isInstance)
            .filter(kin -> ((Kin.Partitioned) kin).partitions().contains(table.name()))
            .isPresent();
  }

  private static List<Snapshot.RowTrigger> others(Snapshot.Table table) {
    return table.triggers().stream()
        .filter(each -> !each.before().isEmpty() && !Names.isTrigger(each.name()))
        .toList();
  }

  private static void refuse(
      Draft draft, Change change, Snapshot.Table table, Snapshot.RowTrigger other, Ours ours) {
    draft.problem(
        change,
        "trigger "
            + other.name()
            + " of "
            + table.name()
            + " would fire after "
            + ours.name()
            + ", for triggers fire in the order of their names' bytes, and could change a row that"
            + " ripcord has dealt with",
        "a name that sorts before '~': ALTER TRIGGER "
            + other.name()
            + " ON "
            + table.name()
            + " RENAME TO "
            + Identifier.derived("z_", other.name().value()));
  }

  private static List<Ours> ours(Draft draft, String origin) {
    return draft.phases().stream()
        .flatMap(phase -> phase.steps().stream())
        .filter(step -> step.origin().equals(origin))
        .flatMap(step -> Stream.concat(Stream.of(step.forward()), step.back().stream()))
        .flatMap(FiringOrder::statements)
        .filter(statement -> statement.startsWith(CREATE))
        .map(BEFORE_ROW::matcher)
        .filter(Matcher::matches)
        .map(
            found ->
                new Ours(Identifier.parse(found.group(1)), events(found.group(2)), found.group(3)))
        .toList();
  }

  private static Stream<String> statements(Action action) {
    return action instanceof Action.Transaction it ? it.statements().stream() : Stream.empty();
  }

  /** {@code INSERT OR UPDATE OF a, b}: the first words. */
  private static Set<String> events(String text) {
    Set<String> events = new LinkedHashSet<>();
    for (String event : text.split(" OR ", -1)) {
      events.add(event.split(" ", 2)[0]);
    }
    return events;
  }
}
