package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a {@link Look} shows of a row: {@code id = 7: email = 'a@b'}. */
final class Examples {
  private static final int LONGEST_VALUE = 100;

  /** Of a table without a key. */
  private static final int MOST_COLUMNS = 5;

  private Examples() {}

  /**
   * @param values by the name that people know them by, as expressions over {@code t}
   */
  static String of(Snapshot.Table table, Map<Identifier, String> values) {
    return of(table.rowKey(), values, all(table));
  }

  /** Of columns that go by their own names. */
  static String of(Snapshot.Table table, List<Identifier> columns) {
    return of(table, named(columns));
  }

  /** Of a table that is not there yet. */
  static String of(List<Identifier> key, List<Identifier> columns) {
    return of(
        key,
        named(columns.stream().filter(each -> !key.contains(each)).limit(MOST_COLUMNS).toList()),
        columns);
  }

  private static List<Identifier> all(Snapshot.Table table) {
    return table.columns().stream().map(Snapshot.Column::name).toList();
  }

  private static Map<Identifier, String> named(List<Identifier> columns) {
    Map<Identifier, String> values = new LinkedHashMap<>();
    columns.forEach(each -> values.put(each, "t." + each));
    return values;
  }

  private static String of(
      List<Identifier> key, Map<Identifier, String> values, List<Identifier> all) {
    List<String> parts = new ArrayList<>();
    parts.add(
        key.isEmpty() ? part(named(all.stream().limit(MOST_COLUMNS).toList())) : part(named(key)));
    if (!values.isEmpty()) {
      parts.add(part(values));
    }
    return "concat(" + String.join(", ': ', ", parts) + ")";
  }

  private static String part(Map<Identifier, String> values) {
    return values.entrySet().stream()
        .map(each -> value(each.getKey() + " = ", each.getValue()))
        .collect(joining(", ', ', "));
  }

  /**
   * Two arguments for concat.
   *
   * @param value over {@code t}
   */
  static String value(String title, String value) {
    return Literal.of(title)
        + ", quote_nullable(left(CAST("
        + value
        + " AS text), "
        + LONGEST_VALUE
        + "))";
  }
}
