package dev.ripcord.execute;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who waits for a lock, and for whom, as the server says at one moment. */
final class LockWaits {
  private static final String ANYBODY = SqlResource.of(LockWaits.class, "anybody-waits");
  private static final String WAITS = SqlResource.of(LockWaits.class, "lock-waits");
  private static final String HOLDERS = SqlResource.of(LockWaits.class, "blockers");

  private LockWaits() {}

  enum Kind {
    /** The process that was asked about waits itself. */
    OURS,
    /** Somebody who waits behind it. */
    BEHIND,
    /** Somebody it waits for. */
    BLOCKER
  }

  /**
   * @param who in words
   * @param waited up to now
   */
  record Wait(Kind kind, int pid, String who, Duration waited) {}

  /**
   * @param pid the process that is asked about; null for the session's own
   */
  static List<Wait> around(Session session, @Nullable Integer pid) {
    return session.query(ANYBODY, row -> row.flag("found")).getFirst()
        ? session.query(WAITS, LockWaits::read, pid)
        : List.of();
  }

  /**
   * Likewise for several processes of ours, which do not count as others to each other.
   *
   * @param beside workers of the first
   */
  static List<Wait> around(Session session, int pid, Set<Integer> beside) {
    if (!session.query(ANYBODY, row -> row.flag("found")).getFirst()) {
      return List.of();
    }
    Set<Integer> ours = new TreeSet<>(beside);
    ours.add(pid);
    List<Wait> waits = new ArrayList<>();
    for (int each : ours) {
      waits.addAll(session.query(WAITS, LockWaits::read, each));
    }
    waits.removeIf(wait -> wait.kind() == Kind.BEHIND && ours.contains(wait.pid()));
    return waits;
  }

  /**
   * Who has any lock on these tables, when it is too late to ask whom we waited for.
   *
   * @param tables one per line
   */
  static List<String> holders(Session session, String tables) {
    return session.query(HOLDERS, LockWaits::read, tables).stream().map(Wait::who).toList();
  }

  private static Wait read(Row row) {
    int pid = (int) row.number("pid");
    return new Wait(
        Kind.valueOf(row.text("kind")),
        pid,
        pid == 0 ? "a prepared transaction (see pg_prepared_xacts)" : who(pid, row),
        Duration.ofMillis(row.number("waited")));
  }

  private static String who(int pid, Row row) {
    StringBuilder who = new StringBuilder("pid ").append(pid);
    if (!row.text("role").isEmpty()) {
      who.append(" of ").append(row.text("role"));
    }
    if (!row.text("application").isEmpty()) {
      who.append(" (").append(row.text("application")).append(')');
    }
    if (row.number("age") >= 0) {
      String age = LockCare.words(Duration.ofMillis(row.number("age")));
      who.append(", in its transaction for ").append(age);
    }
    if (!row.text("query").isEmpty()) {
      who.append(": ").append(row.text("query"));
    }
    return who.toString();
  }
}
