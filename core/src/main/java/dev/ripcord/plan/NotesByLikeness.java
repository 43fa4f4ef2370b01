package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Notes of rows that nothing tells apart but what is in them. A note belongs to some row of a
 * likeness; rows that are alike may exchange theirs, for nobody could tell which is which. When a
 * client changes a row, a trigger takes a note of the old likeness over to the new one in the same
 * transaction. So there is never a note without its row: whoever takes one holds a row of that
 * likeness locked, and takes no more notes than rows.
 */
record NotesByLikeness(Rewrite rewrite, int number) implements Notes {
  /** A note that no way back has dealt with, and whose row has a value of the backfill still. */
  private static final String OPEN = "b.outcome IS NULL AND NOT b.newer";

  @Override
  public QualifiedName store() {
    return Names.work(rewrite.name(), "before", number);
  }

  private LikenessFunction likeness() {
    return new LikenessFunction(rewrite.name(), number, likenessColumns());
  }

  /** Generated columns follow the others. A column that the migration adds counts if it is set. */
  private List<Snapshot.Column> likenessColumns() {
    return Stream.concat(
            rewrite.table().columns().stream()
                .filter(each -> each.generation() != Snapshot.Generation.STORED)
                .filter(each -> each.generation() != Snapshot.Generation.VIRTUAL),
            rewrite.columns().stream()
                .filter(each -> rewrite.table().column(each.name()).isEmpty()))
        .toList();
  }

  private NotesTrigger trigger() {
    return new NotesTrigger(rewrite, number, store(), likeness());
  }

  @Override
  public StepBuilder room(String origin) {
    List<String> forward = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    columns.add("likeness bytea");
    for (int i = 0; i < rewrite.columns().size(); i++) {
      columns.add("old_" + (i + 1) + " " + rewrite.types().get(i));
      columns.add("new_" + (i + 1) + " " + rewrite.types().get(i));
    }
    columns.add("newer boolean NOT NULL DEFAULT false");
    columns.add("outcome text");
    forward.add("CREATE TABLE IF NOT EXISTS " + store() + " (" + String.join(", ", columns) + ")");
    forward.add("CREATE INDEX ON " + store() + " (likeness) WHERE outcome IS NULL");
    forward.addAll(likeness().create());
    forward.addAll(trigger().create());
    List<String> back = new ArrayList<>(trigger().drop());
    back.addAll(likeness().drop());
    back.add("DROP TABLE " + store());
    return transaction(
            "Make room for the values before the backfill of "
                + rewrite.name()
                + ", and let them follow their rows",
            origin,
            forward)
        .backTransaction("Drop the values before the backfill", back)
        .locks(LockMode.SHARE_ROW_EXCLUSIVE, rewrite.name())
        .backLocks(LockMode.ACCESS_EXCLUSIVE, rewrite.name())
        .success(
            Criteria.tableExists(store()),
            Criteria.triggerEnabled(rewrite.name(), Names.syncTrigger(number)))
        .backSuccess(Criteria.tableGone(store()));
  }

  /**
   * The trigger makes the notes, for only there is it known what the row was that is changed, and
   * what is really stored. A row with a note whose values are all there is done.
   */
  @Override
  public String forward(boolean untilNoneIsLeft) {
    return "UPDATE "
        + rewrite.name()
        + " AS t SET "
        + IntStream.range(0, rewrite.columns().size())
            .mapToObj(i -> rewrite.columns().get(i).name() + " = " + rewrite.values().get(i))
            .collect(joining(", "))
        + " FROM "
        + NotesTrigger.told(store(), true)
        + " WHERE "
        + Walks.range("t")
        + " AND "
        + left(untilNoneIsLeft);
  }

  @Override
  public String left(boolean untilNoneIsLeft) {
    return rewrite.concerned()
        + " AND "
        // not EXISTS, which might become a join with all notes
        + noted("b.outcome IS NULL AND " + rewrite.allUnchanged("t", "b"))
        + " IS NOT TRUE";
  }

  /** Whether a row {@code t} has a note {@code b} for which the condition holds: true or NULL. */
  private String noted(String condition) {
    return "(SELECT true FROM "
        + store()
        + " AS b WHERE b.likeness = "
        + likeness().of("t")
        + " AND "
        + condition
        + " LIMIT 1)";
  }

  @Override
  public List<Action> restore() {
    return List.of(
        Walks.walk(
            "Restore " + rewrite.names() + " where nobody has changed it since",
            rewrite.name(),
            restoreRows(),
            noted(OPEN)),
        Walks.walk(
            "Settle the values before of rows that keep a newer one, or are gone",
            store(),
            "UPDATE "
                + store()
                + " AS d SET outcome = 'kept newer' WHERE "
                + Walks.range("d")
                + " AND d.outcome IS NULL"));
  }

  /**
   * Rows first, then notes, of each likeness as many as there are rows in the range, in one scan,
   * so that no note is taken twice. Notes that a client is about to move are left to it. A row that
   * was locked only after a client had changed it is not seen by the UPDATE: its note stays open,
   * and another pass finds it. Nor would a note be seen, and settled, that a client took away and
   * brought back meanwhile, so none is taken that is not where it was.
   */
  private String restoreRows() {
    String values =
        IntStream.rangeClosed(1, rewrite.columns().size())
            .mapToObj(i -> "b.old_" + i + ", b.new_" + i)
            .collect(joining(", "));
    return "WITH alike AS MATERIALIZED (SELECT t.ctid AS place, "
        + likeness().of("t")
        + " AS likeness FROM "
        + rewrite.name()
        + " AS t WHERE "
        + Walks.range("t")
        + " AND "
        + noted(OPEN)
        + " FOR UPDATE OF t), taken AS MATERIALIZED (SELECT n.* FROM (SELECT likeness, count(*) AS"
        + " most FROM alike GROUP BY likeness) AS a CROSS JOIN LATERAL (SELECT b.ctid AS note,"
        + " b.likeness, "
        + values
        + " FROM "
        + store()
        + " AS b WHERE b.likeness = a.likeness AND "
        + OPEN
        + " AND (SELECT true FROM "
        + store()
        + " AS s WHERE s.ctid = b.ctid) LIMIT a.most FOR UPDATE SKIP LOCKED) AS n), undone AS"
        + " (UPDATE "
        + rewrite.name()
        + " AS u SET "
        + rewrite.oldAgain("u", "n")
        + " FROM (SELECT place, likeness, row_number() OVER (PARTITION BY likeness) AS nth FROM"
        + " alike) AS a JOIN (SELECT *, row_number() OVER (PARTITION BY likeness) AS nth FROM"
        + " taken) AS n USING (likeness, nth) CROSS JOIN "
        + NotesTrigger.told(store(), false)
        + " WHERE "
        + Walks.range("u")
        + " AND u.ctid = a.place RETURNING n.note) UPDATE "
        + store()
        + " AS d SET outcome = 'restored' FROM undone WHERE d.ctid = undone.note";
  }

  /** Of notes whose row somebody has changed since, or deleted. */
  @Override
  public Look look(int unit) {
    return new Look(
        unit,
        "rows of "
            + rewrite.name()
            + " whose "
            + rewrite.names()
            + " was changed since the backfill",
        store(),
        "t.outcome IS NULL AND (t.newer OR NOT EXISTS (SELECT FROM "
            + rewrite.name()
            + " AS u WHERE "
            + likeness().of("u")
            + " = t.likeness))",
        "concat("
            + IntStream.rangeClosed(1, rewrite.columns().size())
                .mapToObj(i -> example(rewrite.columns().get(i - 1), i))
                .collect(joining(", ', ', "))
            + ")",
        new Fate.StaysNewer(store()));
  }

  /** Nothing says which row it was; what it had may help. */
  private static String example(Snapshot.Column column, int i) {
    return Examples.value(column.name() + " was ", "t.old_" + i);
  }
}
