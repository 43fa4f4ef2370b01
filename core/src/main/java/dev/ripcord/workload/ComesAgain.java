package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values in added columns that equal what the migration itself puts there. By its content nobody
 * can tell such a value from a filled one: it follows the row while the column leaves, and another
 * way forward gives it again, so that it need not be kept.
 */
final class ComesAgain {
  private ComesAgain() {}

  /** Likewise; nothing comes again in a row that is not there. */
  static Set<Identifier> of(
      Session control,
      WriteTable table,
      List<String> key,
      Map<Identifier, @Nullable String> values) {
    return columns(table, values).isEmpty()
        ? Set.of()
        : ifThere(control, table, key, values).orElse(Set.of());
  }

  private static List<NewColumn> columns(
      WriteTable table, Map<Identifier, @Nullable String> values) {
    return table.shape().added().stream()
        .filter(column -> column.again().isPresent() && values.containsKey(column.name()))
        .toList();
  }

  /**
   * The columns in which a row of the old shape would get just the value that it has; empty if the
   * row is not there: rows may also have gone with a row that they reference.
   *
   * @param control a database with the old shape
   * @param values of new-shape columns of the row
   */
  static Optional<Set<Identifier>> ifThere(
      Session control,
      WriteTable table,
      List<String> key,
      Map<Identifier, @Nullable String> values) {
    List<NewColumn> columns = columns(table, values);
    List<@Nullable Object> parameters = new ArrayList<>();
    columns.forEach(column -> parameters.add(values.get(column.name())));
    parameters.addAll(key);
    String same =
        columns.isEmpty()
            ? "1"
            : columns.stream().map(ComesAgain::same).collect(Collectors.joining(", "));
    return control
        .query(
            "SELECT " + same + " FROM " + table.name().quoted() + Operation.where(table),
            row -> named(columns, row),
            parameters.toArray(new @Nullable Object[0]))
        .stream()
        .findFirst();
  }

  private static Set<Identifier> named(List<NewColumn> columns, Row same) {
    return IntStream.range(0, columns.size())
        .filter(i -> same.text(i + 1).equals("true"))
        .mapToObj(i -> columns.get(i).name())
        .collect(Collectors.toSet());
  }

  private static String same(NewColumn column) {
    return "(CAST(("
        + QuestionMarks.doubled(column.again().orElseThrow())
        + "\n) AS "
        + column.type()
        + ")::text COLLATE pg_catalog.\"C\" IS NOT DISTINCT FROM CAST(? AS "
        + column.type()
        + ")::text COLLATE pg_catalog.\"C\")::text";
  }
}
