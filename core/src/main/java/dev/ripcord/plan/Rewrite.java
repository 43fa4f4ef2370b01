package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a backfill does to the rows of a table. What it was before and after is noted as {@code
 * old_1, new_1} and so on, in the order of the columns.
 *
 * @param values of the columns, as expressions over a row {@code t}
 * @param where which rows, likewise
 */
record Rewrite(
    Snapshot.Table table,
    List<Snapshot.Column> columns,
    List<String> values,
    Optional<String> where) {
  Rewrite {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  QualifiedName name() {
    return table.name();
  }

  List<String> types() {
    return columns.stream().map(Snapshot.Column::type).toList();
  }

  /** {@code "a", "b"}: the columns in words. */
  String names() {
    return columns.stream().map(each -> each.name().quoted()).collect(joining(", "));
  }

  /** Holds for a row {@code t} that is to be changed. */
  String concerned() {
    List<String> differs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Snapshot.Column column = columns.get(i);
      differs.add(likeness().distinct("t." + column.name(), values.get(i), column.type()));
    }
    return where.map(each -> "(" + each + ") AND ").orElse("")
        + "("
        + String.join(" OR ", differs)
        + ")";
  }

  /** A column of the row has the value that was noted as the new one. */
  String unchanged(int i, String row, String note) {
    return likeness()
        .same(row + "." + columns.get(i).name(), note + ".new_" + (i + 1), columns.get(i).type());
  }

  /** Likewise for one column at least. */
  String anyUnchanged(String row, String note) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> unchanged(i, row, note))
        .collect(joining(" OR ", "(", ")"));
  }

  /** Likewise for all of them. */
  String allUnchanged(String row, String note) {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> unchanged(i, row, note))
        .collect(joining(" AND "));
  }

  /** For SET: the old value where the new one is still there, else what is there. */
  String oldAgain(String row, String note) {
    return IntStream.range(0, columns.size())
        .mapToObj(
            i ->
                columns.get(i).name()
                    + " = CASE WHEN "
                    + unchanged(i, row, note)
                    + " THEN "
                    + note
                    + ".old_"
                    + (i + 1)
                    + " ELSE "
                    + row
                    + "."
                    + columns.get(i).name()
                    + " END")
        .collect(joining(", "));
  }

  private Likeness likeness() {
    return Likeness.of(table);
  }
}
