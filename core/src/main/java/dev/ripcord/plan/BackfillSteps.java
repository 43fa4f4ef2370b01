package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.ColumnChange.Backfill;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Changes values in batches, each row's values before and after kept beside, so that the way back
 * can tell a row that is still as we left it from one that somebody has changed since.
 */
final class BackfillSteps {
  private final Draft draft;
  private final Backfill change;
  private final QualifiedName name;
  private final List<Snapshot.Column> columns;
  private final List<String> values;
  private final KeyedStore before;
  private final String origin;
  private final boolean untilNoneIsLeft;

  private BackfillSteps(
      Draft draft, Backfill change, Snapshot.Table table, List<Snapshot.Column> columns) {
    this(draft, change, table, columns, Optional.empty());
  }

  private BackfillSteps(
      Draft draft,
      Backfill change,
      Snapshot.Table table,
      List<Snapshot.Column> columns,
      Optional<String> repairs) {
    this.draft = draft;
    this.change = change;
    this.name = table.name();
    this.columns = columns;
    this.values =
        columns.stream()
            .map(column -> Types.cast(expression(change, column), column.type()))
            .toList();
    List<String> types = columns.stream().map(Snapshot.Column::type).toList();
    this.before =
        new KeyedStore(Names.work(name, "before", draft.nextNumber()), table, types, types);
    this.origin = repairs.orElseGet(() -> Origin.of(change));
    this.untilNoneIsLeft = repairs.isPresent();
  }

  /**
   * The repair of rows in which a column is NULL, also of such that clients make NULL again after
   * they were repaired.
   */
  static BackfillSteps repair(
      Draft draft, Backfill change, Snapshot.Table table, Snapshot.Column column, String origin) {
    return new BackfillSteps(draft, change, table, List.of(column), Optional.of(origin));
  }

  private static String expression(Backfill change, Snapshot.Column column) {
    return Optional.ofNullable(change.set().get(column.name())).orElseThrow();
  }

  static void plan(Draft draft, Backfill change) {
    Optional<Snapshot.Table> found =
        draft.table(change, change.table()).filter(table -> draft.hasKey(change, table));
    if (found.isEmpty()) {
      return;
    }
    List<Snapshot.Column> columns = new ArrayList<>();
    for (Identifier column : change.set().keySet()) {
      draft.column(change, found.get(), column).ifPresent(columns::add);
    }
    if (columns.size() == change.set().size()) {
      new BackfillSteps(draft, change, found.get(), columns).add();
    }
  }

  private void add() {
    draft.add(Phase.MIGRATE, room());
    draft.add(Phase.MIGRATE, walk(title()));
    draft.shape(name, shape -> shape);
  }

  /** A place for the values before. */
  StepBuilder room() {
    return transaction(
            "Make room for the values before the backfill of " + name,
            origin,
            before.create("outcome text"))
        .backTransaction("Drop the values before the backfill", "DROP TABLE " + before.name())
        .success(Criteria.tableExists(before.name()))
        .backSuccess(Criteria.tableGone(before.name()));
  }

  /** The change itself, and its way back. */
  StepBuilder walk(String title) {
    return step(title, origin, Walks.walk(title, name, forward()))
        .back(
            Walks.walk(
                "Restore " + names(columns) + " where nobody has changed it since",
                before.name(),
                restore()))
        .locks(LockMode.ROW_EXCLUSIVE, name)
        .backLocks(LockMode.ROW_EXCLUSIVE, name)
        .risk(Risk.MEDIUM)
        .backSuccess(
            Criteria.noRow(
                "every value before is restored, or its row keeps a newer one",
                before.name(),
                "t.outcome IS NULL"));
  }

  /** The same for rows that clients have made NULL since; the way back is that of {@link #walk}. */
  StepBuilder walkAgain(String title) {
    return step(title, origin, Walks.walk(title, name, forward()))
        .locks(LockMode.ROW_EXCLUSIVE, name);
  }

  private String title() {
    return "Backfill " + names(columns) + " of " + name;
  }

  /**
   * The rows are locked before their values are noted, so that no write of a client can slip
   * between the note and the change. A note that is settled is of a way back that did not reach its
   * end, and gives way.
   */
  private String forward() {
    List<String> noted = new ArrayList<>();
    noted.add(before.keyOf("t"));
    List<String> differs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = "t." + columns.get(i).name();
      noted.add(column);
      differs.add(Types.distinct(column, values.get(i), columns.get(i).type()));
    }
    noted.addAll(values);
    return "WITH noted AS (INSERT INTO "
        + before.name()
        + " AS b ("
        + before.columns()
        + ") SELECT "
        + String.join(", ", noted)
        + " FROM "
        + name
        + " AS t WHERE "
        + Walks.range("t")
        + change.where().map(where -> " AND (" + where + ")").orElse("")
        + " AND ("
        + String.join(" OR ", differs)
        + ") FOR UPDATE ON CONFLICT ("
        + before.keyColumns()
        + ") DO UPDATE SET "
        + again()
        + ", outcome = NULL"
        + (untilNoneIsLeft ? "" : " WHERE b.outcome IS NOT NULL")
        + " RETURNING b.*) UPDATE "
        + name
        + " AS u SET "
        + assignments("new_", "noted")
        + " FROM noted WHERE "
        + before.matches("noted", "u");
  }

  /**
   * Every noted row is looked at once and settled for good: were it looked at again, a client that
   * meanwhile wrote the very value of the backfill would lose it.
   */
  private String restore() {
    return "WITH undone AS (UPDATE "
        + name
        + " AS u SET "
        + assignments("old_", "b")
        + " FROM "
        + before.name()
        + " AS b WHERE "
        + Walks.range("b")
        + " AND b.outcome IS NULL AND "
        + before.matches("b", "u")
        + " AND "
        + unchanged("b", "u")
        + " RETURNING b.ctid AS place) UPDATE "
        + before.name()
        + " AS d SET outcome = CASE WHEN d.ctid IN (SELECT place FROM undone) THEN 'restored'"
        + " ELSE 'kept newer' END WHERE "
        + Walks.range("d")
        + " AND d.outcome IS NULL";
  }

  private String again() {
    return IntStream.rangeClosed(1, columns.size())
        .mapToObj(i -> "old_" + i + " = excluded.old_" + i + ", new_" + i + " = excluded.new_" + i)
        .collect(joining(", "));
  }

  private String assignments(String prefix, String from) {
    List<String> set = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      set.add(columns.get(i).name() + " = " + from + "." + prefix + (i + 1));
    }
    return String.join(", ", set);
  }

  private String unchanged(String store, String row) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      same.add(
          Types.same(
              row + "." + columns.get(i).name(), store + ".new_" + (i + 1), columns.get(i).type()));
    }
    return String.join(" AND ", same);
  }

  private static String names(List<Snapshot.Column> columns) {
    return columns.stream().map(each -> each.name().quoted()).collect(joining(", "));
  }
}
