package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The way back of added columns. They go out of sight first, in milliseconds, so that no client
 * writes to them any more; then what only they hold is kept, in batches; then they are dropped.
 */
final class LeavingColumns {
  private final QualifiedName table;
  private final String example;
  private final List<Leaving> columns;
  private final Likeness likeness;
  private final KeyedStore store;
  private final LeaveTrigger trigger;

  /**
   * @param current the name that it goes by now
   * @param name its final name, by which the kept values are known
   * @param computed what it would be if no client had written it, if that can be computed
   */
  record Leaving(
      Identifier current, Identifier name, String type, Optional<LeaveTrigger.Value> computed) {
    Identifier leaving() {
      return Names.leaving(name);
    }
  }

  private LeavingColumns(
      Draft draft, Snapshot.Table table, int number, List<Leaving> columns, boolean nullStays) {
    this.table = table.name();
    Map<Identifier, String> values = new LinkedHashMap<>();
    columns.forEach(each -> values.put(each.name(), "t." + each.leaving()));
    this.example = Examples.of(table, values);
    this.columns = columns;
    this.likeness = Likeness.of(table);
    this.store =
        new KeyedStore(
            Names.kept(table.name(), number),
            table,
            List.of(),
            columns.stream().map(each -> draft.stored(each.type())).toList());
    this.trigger =
        new LeaveTrigger(
            table.name(),
            number,
            likeness,
            columns.stream()
                .flatMap(
                    each ->
                        each.computed().stream()
                            .map(
                                value ->
                                    new LeaveTrigger.Computed(
                                        each.leaving(), each.type(), nullStays, value)))
                .toList());
  }

  /** Of a column that nothing corresponds to in the old shape. */
  static LeavingColumns added(Draft draft, Snapshot.Table table, int number, Leaving column) {
    return new LeavingColumns(draft, table, number, List.of(column), true);
  }

  /** Of columns that took the place of old ones. */
  static LeavingColumns replaced(
      Draft draft, Snapshot.Table table, int number, List<Leaving> columns) {
    return new LeavingColumns(draft, table, number, columns, false);
  }

  /**
   * Adds the three units to the way back.
   *
   * @param drops what must go in the same transaction, first
   * @param worthKeeping a condition over {@code t}, in which the columns go by their leaving names
   */
  StepBuilder back(Draft draft, StepBuilder builder, List<String> drops, String worthKeeping) {
    return back(draft, builder, drops, worthKeeping, List.of());
  }

  /**
   * @param last goes in the transaction that drops the columns, first
   */
  StepBuilder back(
      Draft draft,
      StepBuilder builder,
      List<String> drops,
      String worthKeeping,
      List<String> last) {
    draft.keeps(
        new Plan.KeptValues(store.name(), table, columns.stream().map(Leaving::name).toList()));
    String names = columns.stream().map(each -> each.name().quoted()).collect(joining(", "));
    List<String> away = new ArrayList<>(drops);
    columns.forEach(
        each ->
            away.add(
                "ALTER TABLE "
                    + table
                    + " RENAME COLUMN "
                    + each.current()
                    + " TO "
                    + each.leaving()));
    away.addAll(trigger.create());
    away.add("CREATE SCHEMA IF NOT EXISTS " + Names.KEPT_SCHEMA);
    away.add(store.create("kept_at timestamp with time zone NOT NULL DEFAULT now()"));
    away.add("COMMENT ON TABLE " + store.name() + " IS " + comment());
    int walk = builder.nextUnit() + 1;
    return builder
        .success(notOfAnother())
        .backTransaction("Take " + names + " of " + table + " out of sight", away)
        .looks(look(walk, names, worthKeeping))
        .back(
            Walks.walk(
                "Keep the values of " + names + " that only the new shape can hold",
                table,
                keep(worthKeeping),
                left(worthKeeping)))
        .backTransaction("Drop " + names + " of " + table, drop(last));
  }

  private Look look(int unit, String names, String worthKeeping) {
    return new Look(
        unit,
        "rows of " + table + " with values of " + names + " that only the new shape can hold",
        table,
        worthKeeping,
        example,
        new Fate.Kept(store.name()));
  }

  private List<String> drop(List<String> last) {
    List<String> statements = new ArrayList<>(last);
    statements.addAll(trigger.drop());
    statements.add(
        "ALTER TABLE "
            + table
            + " "
            + columns.stream().map(each -> "DROP COLUMN " + each.leaving()).collect(joining(", ")));
    return statements;
  }

  /** Kept values are the users' data: another migration's must neither stop us nor be mixed in. */
  private Criterion notOfAnother() {
    return Criteria.keptByNobodyElse(store.name(), comment());
  }

  private String comment() {
    return Literal.of(
        "Kept by ripcord: values of "
            + columns.stream()
                .map(each -> each.name().quoted() + " (" + each.type() + ")")
                .collect(joining(", "))
            + " of "
            + table
            + " that the old shape cannot hold, "
            + (store.keyed() ? "by key" : "each with its row"));
  }

  private String left(String worthKeeping) {
    if (!store.keyed()) {
      return worthKeeping;
    }
    String same =
        IntStream.rangeClosed(1, columns.size())
            .mapToObj(
                i ->
                    likeness.same(
                        "k.new_" + i,
                        "t." + columns.get(i - 1).leaving(),
                        columns.get(i - 1).type()))
            .collect(joining(" AND "));
    return "("
        + worthKeeping
        + ") AND NOT EXISTS (SELECT FROM "
        + store.name()
        + " AS k WHERE "
        + store.matches("k", "t")
        + " AND "
        + same
        + ")";
  }

  /**
   * Where nothing tells rows apart, a value is taken out of its row in the same statement: nobody
   * sees the column any more, and so it is kept once.
   */
  private String take(String worthKeeping) {
    String leaving = columns.stream().map(each -> "t." + each.leaving()).collect(joining(", "));
    return "WITH found (ripcord_place, "
        + store.columns()
        + ") AS MATERIALIZED (SELECT t.ctid, "
        + store.keyOf("t")
        + ", "
        + leaving
        + " FROM "
        + table
        + " AS t WHERE "
        + Walks.range("t")
        + " AND ("
        + worthKeeping
        + ") FOR UPDATE OF t), taken AS (UPDATE "
        + table
        + " AS u SET "
        + columns.stream().map(each -> each.leaving() + " = NULL").collect(joining(", "))
        + " FROM found WHERE "
        + Walks.range("u")
        + " AND u.ctid = found.ripcord_place RETURNING found.*) INSERT INTO "
        + store.name()
        + " ("
        + store.columns()
        + ") SELECT "
        + store.columns()
        + " FROM taken";
  }

  private String keep(String worthKeeping) {
    if (!store.keyed()) {
      return take(worthKeeping);
    }
    String fresh = columns.stream().map(each -> "t." + each.leaving()).collect(joining(", "));
    String newer =
        IntStream.rangeClosed(1, columns.size())
            .mapToObj(i -> "new_" + i + " = excluded.new_" + i)
            .collect(joining(", "));
    String differs =
        IntStream.rangeClosed(1, columns.size())
            .mapToObj(
                i ->
                    likeness.distinct("k.new_" + i, "excluded.new_" + i, columns.get(i - 1).type()))
            .collect(joining(" OR "));
    return "INSERT INTO "
        + store.name()
        + " AS k ("
        + store.columns()
        + ") SELECT "
        + store.keyOf("t")
        + ", "
        + fresh
        + " FROM "
        + table
        + " AS t WHERE "
        + Walks.range("t")
        + " AND ("
        + worthKeeping
        + ") ON CONFLICT ("
        + store.keyColumns()
        + ") DO UPDATE SET "
        + newer
        + " WHERE "
        + differs;
  }
}
