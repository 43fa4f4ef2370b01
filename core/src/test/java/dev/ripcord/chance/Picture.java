package dev.ripcord.chance;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.InstalledServer;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A database as pg_dump and plain SELECTs see it: another way than the fingerprint's, so that a
 * mistake of one is found by the other. The order of columns and of statements does not count.
 *
 * @param statements sorted
 * @param rows per table, as text, sorted
 */
record Picture(List<String> statements, Map<String, List<String>> rows) {
  private static final int EXAMPLES = 4;

  static Picture of(DatabaseUrl url, List<Snapshot.Table> tables) {
    Map<String, List<String>> rows = new TreeMap<>();
    try (Session session = Session.open(url, "chance")) {
      for (Snapshot.Table table : tables) {
        List<String> columns =
            table.columns().stream().map(each -> "t." + each.name().quoted() + "::text").toList();
        String query =
            "SELECT ROW(%s)::text AS line FROM %s AS t ORDER BY line"
                .formatted(String.join(", ", columns), table.name().quoted());
        rows.put(table.name().quoted(), session.queryPlain(query, row -> row.text("line")));
      }
    }
    return new Picture(statements(InstalledServer.dump(url)), rows);
  }

  private static List<String> statements(String dump) {
    List<String> statements = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : dump.lines().toList()) {
      if (line.isBlank() || (lines.isEmpty() && line.startsWith("--"))) {
        continue;
      }
      lines.add(line);
      if (line.endsWith(";")) {
        statements.add(statement(lines));
        lines.clear();
      }
    }
    statements.add(String.join("\n", lines));
    // values that only the new shape could hold are kept on purpose
    return statements.stream().filter(each -> !each.contains("ripcord_kept")).sorted().toList();
  }

  private static String statement(List<String> lines) {
    if (lines.getFirst().startsWith("CREATE STATISTICS ")) {
      return inAnyOrder(String.join("\n", lines));
    }
    if (!lines.getFirst().contains("TABLE ") || !lines.getFirst().startsWith("CREATE ")) {
      return String.join("\n", lines);
    }
    Stream<String> body =
        lines.stream().skip(1).map(line -> line.endsWith(",") ? drop(line) : line).sorted();
    return lines.getFirst() + "\n" + String.join("\n", body.toList());
  }

  /** Columns of statistics are printed in the order of the table, which is no difference. */
  private static String inAnyOrder(String statistics) {
    int on = statistics.indexOf(" ON ") + " ON ".length();
    int from = statistics.lastIndexOf(" FROM ");
    Stream<String> columns = Stream.of(statistics.substring(on, from).split(", ", -1)).sorted();
    return statistics.substring(0, on)
        + String.join(", ", columns.toList())
        + statistics.substring(from);
  }

  private static String drop(String line) {
    return line.substring(0, line.length() - 1);
  }

  /** Some of what is here and not there, and the other way round; empty if they are the same. */
  List<String> differences(Picture other) {
    List<String> found = new ArrayList<>();
    missing(statements, other.statements).forEach(each -> found.add("gone: " + each));
    missing(other.statements, statements).forEach(each -> found.add("new: " + each));
    rows.forEach(
        (table, mine) -> {
          List<String> theirs = other.rows.getOrDefault(table, List.of());
          missing(mine, theirs).forEach(each -> found.add(table + " lost " + each));
          missing(theirs, mine).forEach(each -> found.add(table + " gained " + each));
        });
    return found;
  }

  /** With their number: a row may be there twice. */
  private static List<String> missing(List<String> here, List<String> there) {
    Map<String, Integer> counts = new TreeMap<>();
    there.forEach(each -> counts.merge(each, 1, Integer::sum));
    return here.stream()
        .filter(each -> counts.merge(each, -1, Integer::sum) < 0)
        .limit(EXAMPLES)
        .toList();
  }
}
