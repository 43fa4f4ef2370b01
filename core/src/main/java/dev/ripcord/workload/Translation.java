package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of one shape from those of the other, by the migration's own expressions and without its
 * triggers.
 */
final class Translation {
  private Translation() {}

  /**
   * @param values of the old columns
   * @param expressible whether {@code up} makes the same new values of them again
   */
  record Old(Map<Identifier, @Nullable String> values, boolean expressible) {}

  /** What the old columns hold, given the new ones. */
  static Old down(
      Session session,
      WriteTable table,
      Replacement replacement,
      Map<Identifier, @Nullable String> fresh) {
    List<Identifier> old = replacement.old();
    String sql =
        "SELECT "
            + join(old, column -> "old." + column.quoted())
            + ", ("
            + replacement.fresh().stream()
                .map(Translation::same)
                .collect(Collectors.joining(" AND "))
            + ")::text FROM (SELECT "
            + join(replacement.fresh(), column -> cast("?", column.type(), column.name()))
            + ") AS fresh CROSS JOIN LATERAL (SELECT "
            + join(old, column -> expression(replacement.down(), column))
            + ") AS old CROSS JOIN LATERAL (SELECT "
            + join(
                replacement.fresh(),
                column -> cast(upward(replacement, column), column.type(), column.name()))
            + " FROM (SELECT "
            + join(
                old, column -> cast("old." + column.quoted(), table.column(column).type(), column))
            + ") AS back) AS again";
    return session
        .query(
            sql,
            row -> new Old(values(row, old), "true".equals(row.text(old.size() + 1))),
            parameters(replacement.fresh().stream().map(NewColumn::name).toList(), fresh))
        .getFirst();
  }

  /** What the new columns hold, given the old ones. */
  static Map<Identifier, @Nullable String> up(
      Session session,
      WriteTable table,
      Replacement replacement,
      Map<Identifier, @Nullable String> old) {
    String from = join(replacement.old(), column -> cast("?", table.column(column).type(), column));
    return session
        .query(
            upward(replacement) + " FROM (SELECT " + from + ") AS old",
            row -> values(row, replacement.fresh().stream().map(NewColumn::name).toList()),
            parameters(replacement.old(), old))
        .getFirst();
  }

  /**
   * What the new columns of a row hold for whom sees the new shape only, backfilled or not.
   *
   * @param kept what only they hold; of the whole replacement, or of none of its columns
   */
  static Map<Identifier, @Nullable String> current(
      Session session,
      WriteTable table,
      Replacement replacement,
      List<String> key,
      Map<Identifier, @Nullable String> kept) {
    List<Identifier> names = replacement.fresh().stream().map(NewColumn::name).toList();
    return kept.keySet().containsAll(names) ? kept : upOfRow(session, table, replacement, key);
  }

  /** What the new columns of a row hold, given the row in the old shape; empty if it is gone. */
  private static Map<Identifier, @Nullable String> upOfRow(
      Session session, WriteTable table, Replacement replacement, List<String> key) {
    String from = join(replacement.old(), Identifier::quoted);
    List<Map<Identifier, @Nullable String>> rows =
        session.query(
            upward(replacement)
                + " FROM (SELECT "
                + from
                + " FROM "
                + table.name().quoted()
                + Operation.where(table)
                + ") AS old",
            row -> values(row, replacement.fresh().stream().map(NewColumn::name).toList()),
            key.toArray());
    return rows.isEmpty() ? Map.of() : rows.getFirst();
  }

  /**
   * The value of a removed column for a row that was written without it.
   *
   * @param row the whole row in the new shape
   */
  static @Nullable String removed(
      Session session, String expression, Map<NewColumn, @Nullable String> row) {
    List<NewColumn> columns = List.copyOf(row.keySet());
    return session
        .query(
            "SELECT ("
                + QuestionMarks.doubled(expression)
                + ") FROM (SELECT "
                + join(columns, column -> cast("?", column.type(), column.name()))
                + ") AS fresh",
            result -> new Single(result.textOrNull(1)),
            new ArrayList<>(row.values()).toArray(new @Nullable Object[0]))
        .getFirst()
        .value();
  }

  /** A row as the new shape has it. */
  static Map<NewColumn, @Nullable String> row(Face face, Map<Identifier, @Nullable String> known) {
    Map<NewColumn, @Nullable String> row = new LinkedHashMap<>();
    for (Snapshot.Column plain : face.plain()) {
      row.put(new NewColumn(plain.name(), plain.type(), plain.notNull()), known.get(plain.name()));
    }
    face.replaced()
        .forEach(each -> each.fresh().forEach(name -> row.put(name, known.get(name.name()))));
    face.added().forEach(name -> row.put(name, known.get(name.name())));
    return row;
  }

  private record Single(@Nullable String value) {}

  private static String upward(Replacement replacement) {
    return "SELECT "
        + join(
            replacement.fresh(),
            column -> cast(upward(replacement, column), column.type(), column.name()));
  }

  private static String upward(Replacement replacement, NewColumn column) {
    return "(" + QuestionMarks.doubled(required(replacement.up(), column.name())) + "\n)";
  }

  private static String expression(Map<Identifier, String> expressions, Identifier column) {
    return "(" + QuestionMarks.doubled(required(expressions, column)) + "\n) AS " + column.quoted();
  }

  private static String required(Map<Identifier, String> expressions, Identifier column) {
    String expression = expressions.get(column);
    if (expression == null) {
      throw new IllegalArgumentException("no expression for " + column);
    }
    return expression;
  }

  private static String same(NewColumn column) {
    // equal is not the same: 1.0 and 1.00, or whatever a collation takes for equal
    String text = "." + column.name() + "::text COLLATE pg_catalog.\"C\"";
    return "fresh" + text + " IS NOT DISTINCT FROM again" + text;
  }

  private static String cast(String value, String type, Identifier name) {
    return "CAST(" + value + " AS " + type + ") AS " + name.quoted();
  }

  private static <T> String join(List<T> items, java.util.function.Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }

  private static Map<Identifier, @Nullable String> values(Row row, List<Identifier> names) {
    Map<Identifier, @Nullable String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), row.textOrNull(i + 1));
    }
    return values;
  }

  private static @Nullable Object[] parameters(
      List<Identifier> names, Map<Identifier, @Nullable String> values) {
    @Nullable Object[] parameters = new @Nullable Object[names.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = values.get(names.get(i));
    }
    return parameters;
  }
}
