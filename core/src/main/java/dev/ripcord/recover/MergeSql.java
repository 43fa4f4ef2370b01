package dev.ripcord.recover;

import static java.util.stream.Collectors.joining;

import dev.ripcord.postgres.KeyedRows;
import dev.ripcord.sql.Identifier;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements of one table. Rows come as one array of printed values per column, in {@code
 * given}: first the key in {@code k1 …}, then values in {@code v1 …}, then their number {@code n}.
 */
final class MergeSql {
  private final MergeTarget target;
  private final String from;

  MergeSql(MergeTarget target) {
    this.target = target;
    this.from = target.shape().from();
  }

  /**
   * The key as it is printed, then the values, of each given row that is there; and {@code more},
   * whether somebody wrote a column that only live stores.
   */
  String look(String lock) {
    String printed =
        Stream.concat(target.key().columns().stream(), target.names().stream())
            .map(KeyedRows::printed)
            .collect(joining(", "));
    return "SELECT given.n, "
        + printed
        + ", "
        + (target.further().isEmpty()
            ? "false"
            : target.further().stream().map(MergeSql::written).collect(joining(" OR ")))
        + " AS more FROM "
        + given(0)
        + " JOIN "
        + from
        + " ON "
        + match()
        + (lock.isEmpty() ? "" : " FOR " + lock + " OF each_row");
  }

  /** Of {@code each_row}: the column holds neither NULL nor its default. */
  private static String written(MergeShape.Column column) {
    String other =
        column
            .standard()
            .map(sql -> "CAST((" + sql + ") AS " + column.declared() + ")")
            .map(
                value ->
                    " AND (%s IS NOT DISTINCT FROM NULL OR %s <> pg_catalog.format('%%s', %s))"
                        .formatted(value, KeyedRows.printed(column.name()), value))
            .orElse("");
    return "(each_row." + column.name().quoted() + " IS DISTINCT FROM NULL" + other + ")";
  }

  /** The given rows that this merge has written before. */
  String done() {
    return "SELECT given.n FROM "
        + given(0)
        + " JOIN ripcord_kept.merged_rows AS m ON m.key_hash = "
        + hash()
        + " WHERE m.merge = ? AND m.of_table = ?";
  }

  /** Keeps the given rows as they are, before they are written; the one value is the action. */
  String keep() {
    String all =
        target.shape().columns().stream()
            .map(column -> KeyedRows.printed(column.name()))
            .collect(joining(", "));
    return "INSERT INTO ripcord_kept.merged_rows (merge, of_table, key_hash, key, action, altered,"
        + " kept) SELECT ?, ?, "
        + hash()
        + ", pg_catalog.jsonb_object(?::text[], "
        + keyArray()
        + "), given.v1, false, CASE WHEN given.v1 <> 'inserted' THEN pg_catalog.jsonb_object(?::text[],"
        + " ARRAY["
        + all
        + "]) END FROM "
        + given(1)
        + " LEFT JOIN "
        + from
        + " ON "
        + match();
  }

  String altered() {
    return "UPDATE ripcord_kept.merged_rows SET altered = true FROM "
        + given(0)
        + " WHERE merge = ? AND of_table = ? AND key_hash = "
        + hash();
  }

  /** Columns are those of the target, all of them. */
  String insert() {
    List<MergeShape.Column> columns = target.columns();
    return "INSERT INTO "
        + target.shape().table().quoted()
        + " ("
        + columns.stream().map(column -> column.name().quoted()).collect(joining(", "))
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + IntStream.range(0, columns.size())
            .mapToObj(i -> value(columns.get(i), i))
            .collect(joining(", "))
        + " FROM "
        + given(columns.size());
  }

  /**
   * @param places of the target's columns that are set
   */
  String update(List<Integer> places) {
    String set =
        IntStream.range(0, places.size())
            .mapToObj(
                i -> {
                  MergeShape.Column column = target.columns().get(places.get(i));
                  return column.name().quoted() + " = " + value(column, i);
                })
            .collect(joining(", "));
    return "UPDATE " + from + " SET " + set + " FROM " + given(places.size()) + " WHERE " + match();
  }

  String delete() {
    return "DELETE FROM " + from + " USING " + given(0) + " WHERE " + match();
  }

  /** The given rows to which rows of somebody point that would be changed with them. */
  String pointedTo(MergeReference reference) {
    return "SELECT given.n FROM "
        + given(0)
        + " JOIN "
        + from
        + " ON "
        + match()
        + " WHERE "
        + reference.pointedTo();
  }

  /** The given rows that point to one that is not there. */
  String pointsNowhere(MergeReference reference) {
    return "SELECT given.n FROM "
        + given(0)
        + " JOIN "
        + from
        + " ON "
        + match()
        + " WHERE "
        + reference.pointsNowhere();
  }

  /**
   * The given rows that are gone while somebody points to them; the values are those pointed to.
   */
  String leftBehind(MergeReference reference, List<Integer> places) {
    List<String> values =
        IntStream.range(0, places.size())
            .mapToObj(i -> value(target.columns().get(places.get(i)), i))
            .toList();
    return "SELECT given.n FROM " + given(places.size()) + " WHERE " + reference.leftBehind(values);
  }

  private static String value(MergeShape.Column column, int i) {
    return "CAST(given.v" + (i + 1) + " AS " + column.type() + ")";
  }

  private String given(int values) {
    int keys = target.key().columns().size();
    int all = keys + values;
    String names =
        IntStream.rangeClosed(1, all)
            .mapToObj(i -> i <= keys ? "k" + i : "v" + (i - keys))
            .collect(joining(", "));
    // an unqualified unnest(?::text[]) would be a function that somebody made for just this type
    String columns =
        IntStream.range(0, all)
            .mapToObj(i -> "pg_catalog.unnest(?::pg_catalog.text[])")
            .collect(joining(", "));
    return "ROWS FROM (" + columns + ") WITH ORDINALITY AS given (" + names + ", n)";
  }

  private String match() {
    List<Identifier> key = target.key().columns();
    return IntStream.range(0, key.size())
        .mapToObj(
            i ->
                "each_row."
                    + key.get(i).quoted()
                    + " "
                    + target.key().operators().get(i)
                    + " CAST(given.k"
                    + (i + 1)
                    + " AS "
                    + target.shape().column(key.get(i)).orElseThrow().type()
                    + ")")
        .collect(joining(" AND "));
  }

  private String keyArray() {
    return IntStream.rangeClosed(1, target.key().columns().size())
        .mapToObj(i -> "given.k" + i)
        .collect(joining(", ", "ARRAY[", "]"));
  }

  /** Keys may be longer than an index takes. */
  private String hash() {
    return "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to("
        + keyArray()
        + "::text, 'UTF8')), 'hex')";
  }
}
