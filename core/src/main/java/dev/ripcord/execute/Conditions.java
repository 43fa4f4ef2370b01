package dev.ripcord.execute;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.Optional;

/**
 * What the server says about others at one moment.
 *
 * @param written how much WAL the server has written up to now
 * @param replica that is furthest behind; absent if there is none, or our role may not see it
 * @param oldest snapshot in this database that is not ours
 * @param deadRows of the table that is walked
 */
record Conditions(
    Clients clients,
    long written,
    Optional<Replica> replica,
    Optional<Snapshot> oldest,
    long deadRows,
    long liveRows) {
  private static final String QUERY = SqlResource.of(Conditions.class, "conditions");

  /**
   * @param busy sessions that were active within the last second
   * @param hidden sessions of which our role may not see whether they are
   * @param behindUs sessions that wait for a lock of ours
   */
  record Clients(long busy, long hidden, long behindUs) {}

  /**
   * @param replayed how much WAL it has replayed
   * @param lagMillis as the server measured it last, which it does not while replay stands still
   */
  record Replica(String name, long replayed, long lagMillis) {}

  /**
   * @param xid whose effects it does not see
   */
  record Snapshot(String xid, String holder) {}

  static Conditions look(Session session, QualifiedName table) {
    return session
        .query(
            QUERY,
            row ->
                new Conditions(
                    new Clients(row.number("busy"), row.number("hidden"), row.number("behind_us")),
                    row.number("written"),
                    some(row.text("replica"))
                        .map(
                            name ->
                                new Replica(
                                    name, row.number("replayed"), row.number("replay_lag_millis"))),
                    some(row.text("snapshot")).map(xid -> new Snapshot(xid, row.text("holder"))),
                    row.number("dead_rows"),
                    row.number("live_rows")),
            table.quoted(),
            table.quoted(),
            table.quoted(),
            table.quoted())
        .getFirst();
  }

  private static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
