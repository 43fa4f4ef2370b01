package dev.ripcord.validate;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** Queries about the tables that a run touched, their partitions included. */
final class Affected {
  private Affected() {}

  /**
   * A query that may use the table {@code affected}, complete and on one line: it is evidence too.
   */
  static String sql(String resource, List<QualifiedName> tables) {
    String names = tables.stream().map(name -> Literal.of(name.quoted())).collect(joining(", "));
    return oneLine(
        SqlResource.of(Affected.class, resource)
            .replace(
                ":affected", SqlResource.of(Affected.class, "affected").replace(":names", names)));
  }

  private static String oneLine(String sql) {
    return sql.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("--"))
        .collect(joining(" "));
  }
}
