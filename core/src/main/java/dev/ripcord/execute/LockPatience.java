package dev.ripcord.execute;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Pace;
import dev.ripcord.plan.TableLock;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Every lock request gives way after a while, so that nobody queues behind us for long, and is
 * tried again, a bounded number of times, with a growing pause in which those behind us get
 * through.
 */
final class LockPatience {
  private static final String BLOCKERS = SqlResource.of(LockPatience.class, "blockers");
  private static final Duration CONCURRENT_INDEX = Duration.ofMinutes(30);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Pace pace;
  private final Connection connection;
  private final Observer observer;

  LockPatience(Pace pace, Connection connection, Observer observer) {
    this.pace = pace;
    this.connection = connection;
    this.observer = observer;
  }

  void setLockTimeout(Session session) {
    session.execute("SET LOCAL lock_timeout = '" + pace.lockTimeout().toMillis() + "ms'");
  }

  /**
   * For an index built or dropped concurrently: it waits for every older transaction to end, while
   * nobody who reads or writes waits for it (SHARE UPDATE EXCLUSIVE), and giving way would throw
   * the build away.
   */
  void forConcurrentIndex(Session session, Runnable work) {
    session.execute("SET lock_timeout = '" + CONCURRENT_INDEX.toMillis() + "ms'");
    try {
      work.run();
    } finally {
      if (!session.isClosed()) {
        session.execute("RESET lock_timeout");
      }
    }
  }

  /** Tries until it is through, fails for another reason, or was tried often enough. */
  RunOutcome insist(Observer.Unit unit, Function<Session, RunOutcome> attempt) {
    List<String> seen = new ArrayList<>();
    for (int number = 1; ; number++) {
      try {
        return attempt.apply(connection.session());
      } catch (CriterionUnmet unmet) {
        return unmet.outcome();
      } catch (DatabaseException e) {
        if (!e.worthRetrying()) {
          throw e;
        }
        String blockers = blockers(unit);
        seen.add("attempt " + number + ": " + e.getMessage() + "; " + blockers);
        if (number >= pace.lockAttempts()) {
          return new RunOutcome.Failed(
              unit.id(),
              unit.action().title(),
              "no lock within " + number + " attempts",
              seen.subList(Math.max(0, seen.size() - 3), seen.size()));
        }
        observer.blocked(unit, number, blockers);
        pause(number);
      }
    }
  }

  private static void pause(int attempt) {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 6));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private String blockers(Observer.Unit unit) {
    List<TableLock> locks = unit.forward() ? unit.step().locks() : unit.step().backLocks();
    String tables = locks.stream().map(lock -> lock.table().quoted()).collect(joining("\n"));
    List<String> found = connection.session().query(BLOCKERS, row -> row.text("blocker"), tables);
    return found.isEmpty() ? "whoever held it is gone" : "held by " + String.join("; ", found);
  }
}
