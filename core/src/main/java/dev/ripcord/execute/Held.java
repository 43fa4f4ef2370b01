package dev.ripcord.execute;

import dev.ripcord.migration.Pace;
import java.time.Duration;

/**
 * Why a walk goes slower than it could.
 *
 * @param why in words; empty if it does not
 */
record Held(Kind kind, String why) {
  static final Held NOT = new Held(Kind.NOT, "");
  static final Held BLIND =
      new Held(Kind.CLIENTS, "the server does not tell whether clients are active");

  /** From here on a snapshot is old enough to be the reason why dead rows pile up. */
  private static final Duration OLD = Duration.ofMinutes(1);

  /** Beyond this many percent of the table autovacuum would long have begun by default. */
  private static final long MOST_DEAD_PERCENT = 40;

  enum Kind {
    NOT,
    /** It works a share of the time. */
    CLIENTS,
    /** Likewise, in shorter batches. */
    LOCKS,
    /** It stops. */
    REPLICA,
    /** It stops, for a bounded time. */
    SNAPSHOT;

    boolean stops() {
      return this == REPLICA || this == SNAPSHOT;
    }
  }

  /**
   * @param patient whether it may still wait for an old snapshot to go
   */
  static Held by(Outlook.View view, Pace pace, boolean patient) {
    Conditions now = view.conditions();
    if (now.replica().isPresent() && view.lag().compareTo(pace.replicaLag()) > 0) {
      return new Held(
          Kind.REPLICA,
          "replica " + now.replica().get().name() + " is " + seconds(view.lag()) + " behind");
    }
    boolean bloated = now.deadRows() * 100 > (now.liveRows() + now.deadRows()) * MOST_DEAD_PERCENT;
    if (patient && now.oldest().isPresent() && bloated && view.snapshotAge().compareTo(OLD) > 0) {
      return new Held(
          Kind.SNAPSHOT,
          now.oldest().get().holder()
              + " has kept dead rows from being removed for "
              + seconds(view.snapshotAge()));
    }
    Conditions.Clients clients = now.clients();
    if (clients.behindUs() > 0) {
      return new Held(Kind.LOCKS, count(clients.behindUs(), " waits", " wait") + " for a batch");
    }
    if (clients.busy() > 0) {
      return new Held(Kind.CLIENTS, count(clients.busy(), " is", " are") + " active");
    }
    if (clients.hidden() > 0) {
      return new Held(
          Kind.CLIENTS,
          count(clients.hidden(), " may be", " may be")
              + " active: without pg_read_all_stats our role does not see that");
    }
    return NOT;
  }

  private static String count(long clients, String one, String many) {
    return clients == 1 ? "1 client" + one : clients + " clients" + many;
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
