package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** The condition that confines a statement to the range of a walk. */
final class Walks {
  private Walks() {}

  static String range(String alias) {
    return alias + ".ctid >= " + Action.Walk.LOW + " AND " + alias + ".ctid < " + Action.Walk.HIGH;
  }

  static Action.Walk walk(String title, QualifiedName table, String statement) {
    return new Action.Walk(title, table, statement);
  }

  /**
   * Where clients may go on making such rows, or the step itself asks for them at its end.
   *
   * @param left a condition over {@code t} that holds for a row of the table that is left to do
   */
  static Action.Walk open(String title, QualifiedName table, String statement, String left) {
    return new Action.Walk(title, table, statement, Optional.of(left), List.of());
  }

  /**
   * Until none is left.
   *
   * @param left likewise
   */
  static Action.Walk walk(String title, QualifiedName table, String statement, String left) {
    return new Action.Walk(
        title,
        table,
        statement,
        Optional.of(left),
        List.of(Criteria.noRow("nothing is left of: " + title, table, left)));
  }
}
