package dev.ripcord.execute;

import dev.ripcord.plan.Action;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** How far walks got, in the database: each place is committed with the batch that came there. */
final class Places {
  private static final String LOAD = SqlResource.of(Places.class, "walk-load");
  private static final String SAVE = SqlResource.of(Places.class, "walk-save");
  private static final String FORGET = SqlResource.of(Places.class, "walk-forget");
  private static final String ROWS_PER_BLOCK = SqlResource.of(Places.class, "rows-per-block");
  private static final String WALKED = SqlResource.of(Places.class, "walked");
  private static final String BLOCKS = SqlResource.of(Places.class, "blocks");

  private Places() {}

  /** A stretch as it was saved. */
  record Saved(int pass, Stretch stretch) {}

  /** Where the walk is; none if it has not begun. */
  static List<Saved> load(Session session, String unit) {
    return session.query(
        LOAD,
        row ->
            new Saved(
                (int) row.number("pass"),
                new Stretch(
                    (int) row.number("stretch"),
                    row.number("next_block"),
                    row.number("end_block"),
                    row.number("changed_in_pass"),
                    row.number("changed"))),
        unit);
  }

  /** How far all walks got, to be compared. */
  static String all(Session session) {
    return session.query(WALKED, row -> row.text("places")).getFirst();
  }

  /** Its transaction then commits without a wait for the disk: see {@link Batches#take}. */
  static void save(Session session, String unit, int pass, Stretch stretch) {
    List<String> unused =
        session.query(
            SAVE,
            row -> row.text("commit"),
            unit,
            stretch.number(),
            pass,
            stretch.next(),
            stretch.end(),
            stretch.changedInPass(),
            stretch.changed());
  }

  static void forget(Session session, String unit) {
    session.update(FORGET, unit);
  }

  /**
   * How many rows a full block of the table has, as the server estimates; of a partitioned table,
   * one block of each partition.
   */
  static double rowsPerBlock(Session session, Action.Walk walk) {
    return session
        .query(
            ROWS_PER_BLOCK,
            row -> Double.parseDouble(row.text("rows")),
            walk.table().quoted(),
            walk.table().schema().value(),
            walk.table().name().value(),
            walk.table().quoted())
        .getFirst();
  }

  /** How many blocks the table has now, or the longest of its partitions. */
  static long blocks(Session session, Action.Walk walk) {
    String table = walk.table().quoted();
    return session.query(BLOCKS, row -> row.number("blocks"), table, table).getFirst();
  }
}
