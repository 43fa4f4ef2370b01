package dev.ripcord.plan;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/** Whole rows that the old shape cannot hold as they are, kept aside as they were. */
final class KeptRows {
  private final QualifiedName store;
  private final QualifiedName table;
  private final String comment;

  /**
   * @param why what refuses the rows
   */
  KeptRows(Draft draft, Snapshot.Table table, String why) {
    this.store = Names.kept(table.name(), draft.nextNumber());
    this.table = table.name();
    this.comment =
        Literal.of("Kept by ripcord: rows of " + table.name() + " that " + why + " refuses");
  }

  QualifiedName store() {
    return store;
  }

  List<String> create() {
    return List.of(
        "CREATE SCHEMA IF NOT EXISTS " + Names.KEPT_SCHEMA,
        "CREATE TABLE IF NOT EXISTS " + store + " (LIKE " + table + ")",
        "COMMENT ON TABLE " + store + " IS " + comment);
  }

  /** Kept rows are the users' data: another migration's must neither stop us nor be mixed in. */
  Criterion notOfAnother() {
    String found = "to_regclass(" + Literal.of(store.quoted()) + ")";
    return new Criterion(
        "no rows of another migration are in " + store,
        "SELECT coalesce("
            + found
            + " IS NULL OR obj_description("
            + found
            + ", 'pg_class') = "
            + comment
            + ", false)",
        "t");
  }

  /**
   * Moves rows into the store.
   *
   * @param condition over {@code t}
   */
  Action.Walk moveAside(String title, String condition) {
    return Walks.walk(
        title,
        table,
        "WITH gone AS (DELETE FROM "
            + table
            + " AS t WHERE "
            + Walks.range("t")
            + " AND ("
            + condition
            + ") RETURNING t.*) INSERT INTO "
            + store
            + " SELECT * FROM gone",
        condition);
  }
}
