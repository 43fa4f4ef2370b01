package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;

/** The condition that confines a statement to the range of a walk. */
final class Walks {
  private Walks() {}

  static String range(String alias) {
    return alias + ".ctid >= " + Action.Walk.LOW + " AND " + alias + ".ctid < " + Action.Walk.HIGH;
  }

  static Action.Walk walk(String title, QualifiedName table, String statement) {
    return new Action.Walk(title, table, statement);
  }
}
