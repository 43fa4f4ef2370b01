package dev.ripcord.execute;

import dev.ripcord.execute.Conditions.Replica;
import dev.ripcord.execute.Conditions.Snapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What only several looks show: how long a replica is behind, how long a snapshot is kept. */
final class Outlook {
  /** Further back than any sensible limit; about one entry a second. */
  private static final int MOST_MARKS = 7_200;

  private record Mark(Duration at, long written) {}

  private final Deque<Mark> marks = new ArrayDeque<>();
  private @Nullable Snapshot oldest;
  private Duration oldestSince = Duration.ZERO;

  /**
   * @param conditions the last that were seen
   * @param lag of the replica that is furthest behind
   * @param snapshotAge how long the oldest snapshot is known to us
   */
  record View(Conditions conditions, Duration lag, Duration snapshotAge) {}

  /**
   * @param at on a clock that never goes back
   */
  View add(Duration at, Conditions conditions) {
    if (marks.size() == MOST_MARKS) {
      Mark unused = marks.removeFirst();
    }
    marks.addLast(new Mark(at, conditions.written()));
    Optional<Snapshot> seen = conditions.oldest();
    if (oldest == null || !seen.map(Snapshot::xid).equals(Optional.of(oldest.xid()))) {
      oldest = seen.orElse(null);
      oldestSince = at;
    }
    return new View(
        conditions,
        conditions.replica().map(replica -> lag(replica, at)).orElse(Duration.ZERO),
        oldest == null ? Duration.ZERO : at.minus(oldestSince));
  }

  /**
   * {@code pg_stat_replication.replay_lag} stands still while replay does, so we also look when
   * what was written had come as far as the replica now is.
   */
  private Duration lag(Replica replica, Duration at) {
    while (marks.size() > 1 && marks.getFirst().written() <= replica.replayed()) {
      Mark unused = marks.removeFirst();
    }
    Mark first = marks.getFirst();
    if (first.written() <= replica.replayed()) {
      return Duration.ZERO;
    }
    Duration seen = at.minus(first.at());
    Duration told = Duration.ofMillis(replica.lagMillis());
    return seen.compareTo(told) >= 0 ? seen : told;
  }
}
