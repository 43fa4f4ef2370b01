package dev.ripcord.execute;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.plan.Action;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.OptionalLong;

/**
 * Whether nobody else wrote anything during a pass. A row can only be moved to behind a walk by a
 * transaction that writes, every such transaction takes a number, and the server deals them out
 * without a gap (PostgreSQL's manual, "Transactions and Identifiers"). So if all numbers since the
 * beginning went to our own batches, no row was moved, and nothing is left to look for. A number
 * too many, whoever took it, in whichever database of the server, is somebody.
 */
final class Solitude {
  private static final String BEGINS = SqlResource.of(Solitude.class, "solitude-begins");

  /** Not known, as of a pass that another process began. */
  static final Solitude UNKNOWN = new Solitude(OptionalLong.empty());

  private final OptionalLong first;

  @GuardedBy("this")
  private long ours;

  private Solitude(OptionalLong first) {
    this.first = first;
  }

  /** Must begin before anybody asks how long the table is. */
  static Solitude begin(Session session, Action.Walk walk) {
    return session
        .query(
            BEGINS,
            row ->
                row.flag("alone")
                    ? new Solitude(OptionalLong.of(Long.parseLong(row.text("number"))))
                    : UNKNOWN,
            walk.table().quoted())
        .getFirst();
  }

  /** A transaction of ours that wrote is committed. */
  synchronized void committed() {
    ours++;
  }

  /** Asked when nobody of ours is at work any more. */
  synchronized boolean lasted(Session session) {
    if (first.isEmpty()) {
      return false;
    }
    String now = session.scalar("SELECT pg_current_xact_id()::text");
    return now != null && Long.parseLong(now) - first.getAsLong() - 1 == ours;
  }
}
