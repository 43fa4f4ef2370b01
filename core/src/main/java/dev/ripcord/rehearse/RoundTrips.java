package dev.ripcord.rehearse;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does every value survive the way up and down again? Where it does not, the first write in the new
 * shape to such a row would lose what {@code down} cannot give back, however well the rest works.
 */
final class RoundTrips {
  private static final int EXAMPLES = 10;

  private final Stage stage;

  RoundTrips(Stage stage) {
    this.stage = stage;
  }

  List<Difference> differences() {
    List<Difference> found = new ArrayList<>();
    try (Session session = Session.open(stage.control(), Stage.APPLICATION)) {
      for (TableShape shape : stage.plan().shapes()) {
        Snapshot.Table table = stage.plan().before().table(shape.table()).orElseThrow();
        for (TableShape.Replacement replacement : shape.replacements()) {
          for (Identifier old : replacement.old()) {
            check(session, table, replacement, old, found);
          }
        }
      }
    }
    return found;
  }

  private void check(
      Session session,
      Snapshot.Table table,
      TableShape.Replacement replacement,
      Identifier old,
      List<Difference> found) {
    String type = table.column(old).orElseThrow().type();
    String from = " FROM (" + fresh(table, replacement, old) + ") AS fresh";
    String back =
        "CAST(("
            + own(replacement.down().getOrDefault(old, ""), table.name(), names(replacement))
            + ") AS "
            + type
            + ")";
    String lost = " WHERE ripcord_old::text IS DISTINCT FROM (" + back + ")::text";
    long count = Long.parseLong(String.valueOf(session.scalar("SELECT count(*)" + from + lost)));
    if (count > 0) {
      found.add(
          new Difference(
              "data",
              table.name() + "." + old,
              count + " values do not survive 'up' and 'down'",
              examples(session, from + lost, back, old)));
    }
  }

  private static List<String> examples(
      Session session, String fromWhere, String back, Identifier old) {
    String query =
        "SELECT ripcord_key || ': "
            + old.quoted().replace("'", "''")
            + " was ' || coalesce(quote_literal(ripcord_old::text), 'NULL') || ', comes back as '"
            + " || coalesce(quote_literal(("
            + back
            + ")::text), 'NULL') AS example"
            + fromWhere
            + " ORDER BY ripcord_key LIMIT "
            + EXAMPLES;
    return session.queryPlain(query, row -> row.text("example"));
  }

  private static String fresh(
      Snapshot.Table table, TableShape.Replacement replacement, Identifier old) {
    String key =
        table.primaryKey().stream()
            .map(
                column ->
                    "'"
                        + column.quoted().replace("'", "''")
                        + "=' || "
                        + "t."
                        + column.quoted()
                        + "::text")
            .collect(joining(" || ', ' || "));
    Map<Identifier, String> oldNames = new LinkedHashMap<>();
    replacement.old().forEach(each -> oldNames.put(each, "t." + each.quoted()));
    String columns =
        replacement.fresh().stream()
            .map(
                column ->
                    "CAST(("
                        + own(
                            replacement.up().getOrDefault(column.name(), ""),
                            table.name(),
                            oldNames)
                        + ") AS "
                        + column.type()
                        + ") AS "
                        + column.name())
            .collect(joining(", "));
    return "SELECT "
        + (key.isEmpty() ? "t.ctid::text" : key)
        + " AS ripcord_key, t."
        + old
        + " AS ripcord_old, "
        + columns
        + " FROM "
        + table.name()
        + " AS t";
  }

  private static Map<Identifier, String> names(TableShape.Replacement replacement) {
    Map<Identifier, String> names = new LinkedHashMap<>();
    replacement
        .fresh()
        .forEach(column -> names.put(column.name(), "fresh." + column.name().quoted()));
    return names;
  }

  private static String own(
      String expression, QualifiedName table, Map<Identifier, String> columns) {
    return Expressions.substitute(expression, table, columns);
  }
}
