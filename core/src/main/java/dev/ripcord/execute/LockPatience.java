package dev.ripcord.execute;

import static java.util.stream.Collectors.joining;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Pace;
import dev.ripcord.plan.TableLock;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
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
  private static final Duration CONCURRENT_INDEX = Duration.ofMinutes(30);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private static final long NOTED_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final Pace pace;
  private final Connection connection;
  private final Journal journal;
  private final Observer observer;
  private final LockSampler sampler;
  private String noted = "";
  private long notedAt;

  LockPatience(
      Pace pace, Connection connection, Journal journal, Observer observer, LockSampler sampler) {
    this.pace = pace;
    this.connection = connection;
    this.journal = journal;
    this.observer = observer;
    this.sampler = sampler;
  }

  /**
   * First in every transaction that changes anything: the run's lock must be ours, and no lock
   * request waits for longer than the limit allows.
   */
  void fence(Session inside, LockLimit limit) {
    connection.fence(inside, limit.now(), true);
  }

  /** A limit for one unit, that soon gives way at first. */
  LockLimit growing() {
    return new GrowingLimit(pace);
  }

  private Duration longest() {
    return pace.lockTimeout();
  }

  /** A transaction behind the fence, of the engine's own session. */
  Session.Commit transaction(Session.Work work) {
    return transaction(this::longest, work);
  }

  /** The same with another limit. */
  Session.Commit transaction(LockLimit limit, Session.Work work) {
    return connection
        .session()
        .transaction(
            inside -> {
              fence(inside, limit);
              work.run(inside);
            });
  }

  /**
   * A transaction for what the run must have written down, such as that a step was begun: tried
   * again like everything else, and nobody is told.
   *
   * @throws DatabaseException if it was tried often enough, or fails for another reason than a lock
   */
  Session.Commit insistently(Session.Work write) {
    for (int tries = 1; ; tries++) {
      try {
        return transaction(write);
      } catch (DatabaseException e) {
        if (!e.worthRetrying() || tries >= pace.lockAttempts()) {
          throw e;
        }
        pause(tries);
      }
    }
  }

  /**
   * For an index built or dropped concurrently: it waits for every older transaction to end, while
   * nobody who reads or writes waits for it (SHARE UPDATE EXCLUSIVE), and giving way would throw
   * the build away.
   */
  void forConcurrentIndex(Session session, Runnable work) {
    connection.fence(session, CONCURRENT_INDEX, false);
    try {
      work.run();
    } finally {
      if (!session.isClosed()) {
        session.execute("SET lock_timeout = 0");
      }
    }
  }

  /**
   * Tries until it is through, fails for another reason, or was tried often enough.
   *
   * @throws CriterionUnmet if an attempt does
   */
  RunOutcome insist(Observer.Unit unit, Function<Session, RunOutcome> attempt) {
    return insist(unit, this::longest, attempt);
  }

  /** The same with another limit. */
  RunOutcome insist(Observer.Unit unit, LockLimit limit, Function<Session, RunOutcome> attempt) {
    List<String> seen = new ArrayList<>();
    int number = 0;
    for (int tries = 1; ; tries++) {
      try {
        return attempt.apply(connection.session());
      } catch (DatabaseException e) {
        if (!e.worthRetrying()) {
          throw e;
        }
        boolean early = limit.early();
        gaveWay(e, limit);
        if (early) {
          pause(tries);
          continue;
        }
        number++;
        String blockers = blockers(unit);
        seen.add("attempt " + number + ": " + e.getMessage() + "; " + blockers);
        if (number >= pace.lockAttempts()) {
          return new RunOutcome.Failed(
              unit.id(),
              unit.action().title(),
              "no lock within " + number + " attempts",
              seen.subList(Math.max(0, seen.size() - 3), seen.size()));
        }
        note(unit, "attempt " + number + " got no lock: " + blockers);
        observer.blocked(unit, number, blockers);
        pause(number);
      }
    }
  }

  /** A statement that may be tried again failed, perhaps because it waited for too long. */
  void gaveWay(DatabaseException e, LockLimit limit) {
    if (e.lockNotAvailable()) {
      sampler.tally().waited(limit.now());
    }
    limit.gaveWay();
  }

  /** A worker's session takes part in the unit, or no longer: its waits are ours too. */
  void beside(int pid, boolean takesPart) {
    sampler.beside(pid, takesPart);
  }

  private static void pause(int attempt) {
    long millis = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 6));
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** For who wonders later; seldom, since a long wait has many attempts. */
  private void note(Observer.Unit unit, String what) {
    long now = System.nanoTime();
    if (noted.equals(unit.id()) && now - notedAt < NOTED_EVERY) {
      return;
    }
    noted = unit.id();
    notedAt = now;
    aside(session -> journal.append(session, Entry.Kind.NOTE, unit.id(), what));
  }

  /**
   * Writes what people may want to know and the run itself does not need: in a transaction of its
   * own, if there is a journal. Where somebody has locked it, the note is left out.
   */
  void aside(Session.Work write) {
    try {
      Session.Commit commit =
          transaction(
              inside -> {
                if (Journal.exists(inside)) {
                  // reaches the disk with the next entry that matters
                  inside.execute("SET LOCAL synchronous_commit = off");
                  write.run(inside);
                }
              });
      if (commit == Session.Commit.UNKNOWN) {
        boolean unused = connection.reconnect();
      }
    } catch (DatabaseException e) {
      if (!e.worthRetrying()) {
        throw e;
      }
    }
  }

  private String blockers(Observer.Unit unit) {
    List<String> waitedFor = sampler.tally().attemptWaitedFor();
    if (!waitedFor.isEmpty()) {
      return "waited for " + String.join("; ", waitedFor);
    }
    List<TableLock> locks = unit.forward() ? unit.step().locks() : unit.step().backLocks();
    String tables = locks.stream().map(lock -> lock.table().quoted()).collect(joining("\n"));
    List<String> holders = LockWaits.holders(connection.session(), tables);
    return holders.isEmpty()
        ? "whoever was in the way is gone"
        : "locks there have " + String.join("; ", holders);
  }
}
