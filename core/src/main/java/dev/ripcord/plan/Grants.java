package dev.ripcord.plan;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/** Privileges on single columns. */
final class Grants {
  private Grants() {}

  /** The statements that grant on another column what is granted on this one alone. */
  static List<String> on(QualifiedName table, Snapshot.Column column, Identifier other) {
    String own = "(" + column.name() + ")";
    return column.grants().stream()
        .map(
            grant -> {
              int end = grant.indexOf(" ON " + table + " TO ");
              if (end < 0) {
                throw new IllegalStateException("not a grant on a column of " + table);
              }
              return grant.substring(0, end).replace(own, "(" + other + ")") + grant.substring(end);
            })
        .toList();
  }
}
