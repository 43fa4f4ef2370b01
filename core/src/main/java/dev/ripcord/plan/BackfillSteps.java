package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange.Backfill;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Changes values in batches, each row's values before and after kept beside, so that the way back
 * can tell a row that is still as we left it from one that somebody has changed since.
 */
final class BackfillSteps {
  private final Draft draft;
  private final Work work;
  private final QualifiedName name;
  private final List<Snapshot.Column> columns;
  private final List<String> values;
  private final Likeness likeness;
  private final KeyedStore before;
  private final String origin;
  private final boolean untilNoneIsLeft;

  /**
   * @param set new values by column, as expressions over the row
   * @param where which rows
   * @param guard what forbids the old values, if anything does
   */
  private record Work(
      Change change, Map<Identifier, String> set, Optional<String> where, Optional<Guard> guard) {}

  /**
   * A constraint that rows are made to fit. Their old values can only come back while it is away.
   *
   * @param unfit a condition over {@code t} that holds for a row that it refuses
   * @param add adds it NOT VALID
   * @param tables that adding and dropping it lock
   */
  record Guard(Identifier name, String unfit, String add, List<QualifiedName> tables) {}

  private BackfillSteps(
      Draft draft,
      Work work,
      Snapshot.Table table,
      List<Snapshot.Column> columns,
      Optional<String> repairs) {
    this.draft = draft;
    this.work = work;
    this.name = table.name();
    this.columns = columns;
    this.likeness = Likeness.of(table);
    this.values =
        columns.stream().map(each -> Types.cast(expression(work, each), each.type())).toList();
    List<String> types = columns.stream().map(Snapshot.Column::type).toList();
    this.before =
        new KeyedStore(Names.work(name, "before", draft.nextNumber()), table, types, types);
    this.origin = repairs.orElseGet(() -> Origin.of(work.change()));
    this.untilNoneIsLeft = repairs.isPresent();
  }

  /**
   * The repair of rows in which a column is NULL, also of such that clients make NULL again after
   * they were repaired.
   */
  static BackfillSteps repair(
      Draft draft, Backfill change, Snapshot.Table table, Snapshot.Column column, String origin) {
    Work work = new Work(change, change.set(), change.where(), Optional.empty());
    return new BackfillSteps(draft, work, table, List.of(column), Optional.of(origin));
  }

  private static String expression(Work work, Snapshot.Column column) {
    return Optional.ofNullable(work.set().get(column.name())).orElseThrow();
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
    if (columns.size() == change.set().size() && SameForAll.allowed(draft, change, found.get())) {
      SameForAll.look(draft, change, found.get());
      Work work = new Work(change, change.set(), change.where(), Optional.empty());
      new BackfillSteps(draft, work, found.get(), columns, Optional.empty()).add();
    }
  }

  /**
   * Makes rows fit a constraint that is there already, NOT VALID.
   *
   * @param set new values by column, as expressions over the row; none leaves rows as they are
   */
  static void repair(
      Draft draft, Change change, Snapshot.Table table, Map<Identifier, String> set, Guard guard) {
    if (set.isEmpty() || !draft.hasKey(change, table)) {
      return;
    }
    List<Snapshot.Column> columns = new ArrayList<>();
    for (Identifier column : set.keySet()) {
      NewShape.column(draft, change, table, column).ifPresent(columns::add);
    }
    if (columns.size() == set.size()) {
      Work work = new Work(change, set, Optional.of(guard.unfit()), Optional.of(guard));
      new BackfillSteps(draft, work, table, columns, Optional.empty()).add();
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
    StepBuilder builder =
        step(title, origin, Walks.walk(title, name, forward()))
            .locks(LockMode.ROW_EXCLUSIVE, name)
            .backLocks(LockMode.ROW_EXCLUSIVE, name)
            .risk(Risk.MEDIUM);
    work.guard().ifPresent(guard -> takeAway(builder, guard));
    builder
        .looks(look(builder.nextUnit()))
        .back(
            Walks.walk(
                "Restore " + names(columns) + " where nobody has changed it since",
                before.name(),
                restore()))
        .backSuccess(
            Criteria.noRow(
                "every value before is restored, or its row keeps a newer one",
                before.name(),
                "t.outcome IS NULL"));
    work.guard().ifPresent(guard -> bringAgain(builder, guard));
    return builder;
  }

  /** The same for rows that clients have made NULL since; the way back is that of {@link #walk}. */
  StepBuilder walkAgain(String title) {
    return step(title, origin, Walks.walk(title, name, forward()))
        .locks(LockMode.ROW_EXCLUSIVE, name);
  }

  private void takeAway(StepBuilder builder, Guard guard) {
    builder
        .success(
            Criteria.noRow(
                "no row of " + name + " is left that " + guard.name() + " refuses",
                name,
                guard.unfit()))
        .backTransaction(
            "Drop " + guard.name() + " of " + name + ", which refuses the old values",
            "ALTER TABLE " + name + " DROP CONSTRAINT " + guard.name())
        .backLocks(LockMode.ACCESS_EXCLUSIVE, guard.tables().toArray(QualifiedName[]::new));
  }

  private void bringAgain(StepBuilder builder, Guard guard) {
    builder
        .backTransaction("Add " + guard.name() + " of " + name + " again, not valid", guard.add())
        .backSuccess(Criteria.constraintExists(name, guard.name(), false));
  }

  private String title() {
    return work.guard()
        .map(guard -> "Make rows of " + name + " fit " + guard.name())
        .orElse("Backfill " + names(columns) + " of " + name);
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
      differs.add(likeness.distinct(column, values.get(i), columns.get(i).type()));
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
        + work.where().map(where -> " AND (" + where + ")").orElse("")
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
   * meanwhile wrote the very value of the backfill would lose it. A column that somebody has
   * changed keeps its newer value, the others of the row get their old ones.
   */
  private String restore() {
    return "WITH undone AS (UPDATE "
        + name
        + " AS u SET "
        + oldValues()
        + " FROM "
        + before.name()
        + " AS b WHERE "
        + Walks.range("b")
        + " AND b.outcome IS NULL AND "
        + before.matches("b", "u")
        + " AND "
        + "("
        + anyUnchanged("b")
        + ")"
        + " RETURNING b.ctid AS place) UPDATE "
        + before.name()
        + " AS d SET outcome = CASE WHEN d.ctid IN (SELECT place FROM undone) THEN 'restored'"
        + " ELSE 'kept newer' END WHERE "
        + Walks.range("d")
        + " AND d.outcome IS NULL";
  }

  /** Of notes whose row somebody has changed since, or deleted. */
  private Look look(int unit) {
    String key =
        IntStream.rangeClosed(1, before.table().rowKey().size())
            .mapToObj(i -> Literal.of(before.table().rowKey().get(i - 1) + " = ") + ", t.key_" + i)
            .collect(joining(", ', ', "));
    return new Look(
        unit,
        "rows of " + name + " whose " + names(columns) + " was changed since the backfill",
        before.name(),
        "t.outcome IS NULL AND NOT EXISTS (SELECT FROM "
            + name
            + " AS u WHERE "
            + before.matches("t", "u")
            + " AND ("
            + anyUnchanged("t")
            + "))",
        "concat(" + key + ")",
        new Fate.StaysNewer(before.name()));
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

  private String oldValues() {
    List<String> set = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i).name().quoted();
      set.add(
          column
              + " = CASE WHEN "
              + unchanged(i, "b")
              + " THEN b.old_"
              + (i + 1)
              + " ELSE u."
              + column
              + " END");
    }
    return String.join(", ", set);
  }

  private String anyUnchanged(String noted) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> unchanged(i, noted))
        .collect(joining(" OR "));
  }

  private String unchanged(int i, String noted) {
    return likeness.same(
        "u." + columns.get(i).name(), noted + ".new_" + (i + 1), columns.get(i).type());
  }

  private static String names(List<Snapshot.Column> columns) {
    return columns.stream().map(each -> each.name().quoted()).collect(joining(", "));
  }
}
