package dev.ripcord.rehearse;

import static java.util.stream.Collectors.joining;

import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Does every value survive the way up and down again? Where it does not, the first write in the new
 * shape to such a row would lose what {@code down} cannot give back, however well the rest works.
 */
final class RoundTrips {
  private static final String FAILURE_FUNCTION =
      SqlResource.of(RoundTrips.class, "failure-function");
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
            checkOrTellWhyNot(session, table, replacement, old, found);
          }
        }
      }
    }
    return found;
  }

  /** Expressions of users may fail, for some rows or for all. */
  private static void checkOrTellWhyNot(
      Session session,
      Snapshot.Table table,
      TableShape.Replacement replacement,
      Identifier old,
      List<Difference> found) {
    try {
      check(session, table, replacement, old, found);
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      found.add(
          new Difference(
              "data",
              table.name() + "." + old,
              "'up' and 'down' fail: " + e.getMessage(),
              failures(session, table, replacement, old)));
    }
  }

  /** Tries row by row; stops after as many failures as are told. */
  private static List<String> failures(
      Session session, Snapshot.Table table, TableShape.Replacement replacement, Identifier old) {
    session.execute(FAILURE_FUNCTION);
    String one =
        "SELECT ("
            + back(table, replacement, old)
            + ")::text FROM ("
            + fresh(table, replacement, old)
            + " WHERE t.ctid = ";
    return session.queryPlain(
        "SELECT ripcord_key || ': ' || failure AS example FROM (SELECT "
            + key(table)
            + " AS ripcord_key, pg_temp.ripcord_failure("
            + Literal.of(one)
            + " || quote_literal(t.ctid) || '::tid) AS fresh') AS failure FROM "
            + table.name()
            + " AS t) AS tried WHERE failure IS NOT NULL LIMIT "
            + EXAMPLES,
        row -> row.text("example"));
  }

  private static void check(
      Session session,
      Snapshot.Table table,
      TableShape.Replacement replacement,
      Identifier old,
      List<Difference> found) {
    String from = " FROM (" + fresh(table, replacement, old) + ") AS fresh";
    String back = back(table, replacement, old);
    String lost =
        " WHERE ripcord_old::text COLLATE pg_catalog.\"C\" IS DISTINCT FROM ("
            + back
            + ")::text COLLATE pg_catalog.\"C\"";
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

  private static String back(
      Snapshot.Table table, TableShape.Replacement replacement, Identifier old) {
    return "CAST(("
        + own(replacement.down().getOrDefault(old, ""), table.name(), names(replacement))
        + ") AS "
        + table.column(old).orElseThrow().type()
        + ")";
  }

  private static String key(Snapshot.Table table) {
    String key =
        table.rowKey().stream()
            .map(
                column ->
                    "'"
                        + column.quoted().replace("'", "''")
                        + "=' || "
                        + "t."
                        + column.quoted()
                        + "::text")
            .collect(joining(" || ', ' || "));
    return key.isEmpty() ? "t.ctid::text" : key;
  }

  private static String fresh(
      Snapshot.Table table, TableShape.Replacement replacement, Identifier old) {
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
        + key(table)
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
