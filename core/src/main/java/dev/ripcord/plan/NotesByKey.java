package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Notes of rows that have a key. */
record NotesByKey(Rewrite rewrite, KeyedStore before) implements Notes {
  NotesByKey(Rewrite rewrite, int number) {
    this(
        rewrite,
        new KeyedStore(
            Names.work(rewrite.name(), "before", number),
            rewrite.table(),
            rewrite.types(),
            rewrite.types()));
  }

  @Override
  public QualifiedName store() {
    return before.name();
  }

  @Override
  public StepBuilder room(String origin) {
    return transaction(
            "Make room for the values before the backfill of " + rewrite.name(),
            origin,
            before.create("outcome text"))
        .backTransaction("Drop the values before the backfill", "DROP TABLE " + before.name())
        .success(Criteria.tableExists(before.name()))
        .backSuccess(Criteria.tableGone(before.name()));
  }

  /**
   * The rows are locked before their values are noted, so that no write of a client can slip
   * between the note and the change. A row that a client has given another key meanwhile is not
   * changed by this statement, so it must not be noted either: another pass finds it. A note that
   * is settled is of a way back that did not reach its end, and gives way.
   */
  @Override
  public String forward(boolean untilNoneIsLeft) {
    List<String> noted = new ArrayList<>();
    noted.add(before.keyOf("t"));
    rewrite.columns().forEach(each -> noted.add("t." + each.name()));
    noted.addAll(rewrite.values());
    return "WITH noted AS (INSERT INTO "
        + before.name()
        + " AS b ("
        + before.columns()
        + ") SELECT "
        + String.join(", ", noted)
        + " FROM "
        + rewrite.name()
        + " AS t WHERE "
        + Walks.range("t")
        + " AND "
        + rewrite.concerned()
        + " AND (SELECT true FROM "
        + rewrite.name()
        + " AS s WHERE "
        + sameKey()
        + ") FOR UPDATE ON CONFLICT ("
        + before.keyColumns()
        + ") DO UPDATE SET "
        + again()
        + ", outcome = NULL"
        + (untilNoneIsLeft ? "" : " WHERE b.outcome IS NOT NULL")
        + " RETURNING b.*) UPDATE "
        + rewrite.name()
        + " AS u SET "
        + IntStream.rangeClosed(1, rewrite.columns().size())
            .mapToObj(i -> rewrite.columns().get(i - 1).name() + " = noted.new_" + i)
            .collect(joining(", "))
        + " FROM noted WHERE "
        + before.matches("noted", "u");
  }

  @Override
  public String left(boolean untilNoneIsLeft) {
    return untilNoneIsLeft
        ? rewrite.concerned()
        : rewrite.concerned()
            + " AND NOT EXISTS (SELECT FROM "
            + before.name()
            + " AS b WHERE "
            + before.matches("b", "t")
            + " AND b.outcome IS NULL)";
  }

  /**
   * Every noted row is looked at once and settled for good: were it looked at again, a client that
   * meanwhile wrote the very value of the backfill would lose it. A column that somebody has
   * changed keeps its newer value, the others of the row get their old ones.
   */
  @Override
  public List<Action> restore() {
    return List.of(
        Walks.walk(
            "Restore " + rewrite.names() + " where nobody has changed it since",
            before.name(),
            "WITH undone AS (UPDATE "
                + rewrite.name()
                + " AS u SET "
                + rewrite.oldAgain("u", "b")
                + " FROM "
                + before.name()
                + " AS b WHERE "
                + Walks.range("b")
                + " AND b.outcome IS NULL AND "
                + before.matches("b", "u")
                + " AND "
                + rewrite.anyUnchanged("u", "b")
                + " RETURNING b.ctid AS place) UPDATE "
                + before.name()
                + " AS d SET outcome = CASE WHEN d.ctid IN (SELECT place FROM undone) THEN"
                + " 'restored' ELSE 'kept newer' END WHERE "
                + Walks.range("d")
                + " AND d.outcome IS NULL"));
  }

  /** Of notes whose row somebody has changed since, or deleted. */
  @Override
  public Look look(int unit) {
    String key =
        IntStream.rangeClosed(1, before.table().rowKey().size())
            .mapToObj(i -> Literal.of(before.table().rowKey().get(i - 1) + " = ") + ", t.key_" + i)
            .collect(joining(", ', ', "));
    return new Look(
        unit,
        "rows of "
            + rewrite.name()
            + " whose "
            + rewrite.names()
            + " was changed since the backfill",
        before.name(),
        "t.outcome IS NULL AND NOT EXISTS (SELECT FROM "
            + rewrite.name()
            + " AS u WHERE "
            + before.matches("t", "u")
            + " AND "
            + rewrite.anyUnchanged("u", "t")
            + ")",
        "concat(" + key + ")",
        new Fate.StaysNewer(before.name()));
  }

  /** Of the row as the statement began, and as it was locked. */
  private String sameKey() {
    return rewrite.table().rowKey().stream()
        .map(column -> "s." + column + " = t." + column)
        .collect(joining(" AND "));
  }

  private String again() {
    return IntStream.rangeClosed(1, rewrite.columns().size())
        .mapToObj(i -> "old_" + i + " = excluded.old_" + i + ", new_" + i + " = excluded.new_" + i)
        .collect(joining(", "));
  }
}
