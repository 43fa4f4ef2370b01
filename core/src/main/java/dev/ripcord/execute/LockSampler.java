package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from a second session at who waits for whom while a unit runs: one session for as long as
 * an engine lives, opened when a unit first takes long enough to be looked at. A session that
 * cannot be had, or breaks, costs the measurement and never the run.
 */
final class LockSampler implements AutoCloseable {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration EVERY = Duration.ofMillis(30);

  /** A build may be over in milliseconds, and has no transaction to ask in for its locks. */
  private static final Duration CLOSELY = Duration.ofNanos(200_000);

  private static final int MOST_CLOSE_LOOKS = 100;
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Connection connection;
  private final boolean looksOn;
  private final ScheduledExecutorService thread;
  private volatile @Nullable Session session;
  private final Set<Integer> beside = ConcurrentHashMap.newKeySet();
  private volatile Watched watched = new Watched(0, new LockTally(), 0);

  /**
   * @param number of the unit, or of the build in it, that is looked at; looks at an earlier one
   *     end
   */
  private record Watched(int pid, LockTally tally, int number) {}

  /**
   * @param looksOn whether anybody wants to know; if not, what others tell it is all that it has
   */
  LockSampler(Connection connection, boolean looksOn) {
    this.connection = connection;
    this.looksOn = looksOn;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ripcord-lock-sampler").factory());
  }

  /** A unit begins. */
  void begin() {
    int number = watch(connection.pid(), new LockTally());
    if (looksOn) {
      schedule(() -> look(number), FIRST);
    }
  }

  /** What begins now commits by itself: only from here the locks that it holds can be seen. */
  void beginBuild() {
    int number = watch(connection.pid(), watched.tally());
    if (!looksOn) {
      return;
    }
    try {
      // to connect takes as long as a small index does
      Object unused = thread.submit(() -> lookAtLocks(number, 0)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A worker's session takes part in the unit, or no longer. */
  void beside(int pid, boolean takesPart) {
    boolean unused = takesPart ? beside.add(pid) : beside.remove(pid);
  }

  /** The unit is over. */
  void end() {
    int unused = watch(0, new LockTally());
  }

  private int watch(int pid, LockTally tally) {
    int number = watched.number() + 1;
    watched = new Watched(pid, tally, number);
    return number;
  }

  /** Of the unit that runs, or of none. */
  LockTally tally() {
    return watched.tally();
  }

  private void schedule(Runnable look, Duration after) {
    try {
      Object unused = thread.schedule(look, after.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closing) {
      // nobody wants to know any more
      return;
    }
  }

  private void look(int number) {
    Watched now = watched;
    if (now.number() == number
        && answered(by -> now.tally().add(LockWaits.around(by, now.pid(), beside)))) {
      schedule(() -> look(number), EVERY);
    }
  }

  /** Closely until they were seen once: the mode of a build stays the same. */
  private void lookAtLocks(int number, int looks) {
    Watched now = watched;
    if (now.number() != number
        || !answered(by -> now.tally().addLocks(HeldLocks.of(by, now.pid())))) {
      return;
    }
    if (looks < MOST_CLOSE_LOOKS && now.tally().locks().isEmpty()) {
      schedule(() -> lookAtLocks(number, looks + 1), CLOSELY);
    } else {
      look(number);
    }
  }

  private boolean answered(Consumer<Session> question) {
    try {
      question.accept(session());
      return true;
    } catch (DatabaseException e) {
      // what was seen so far stands; the run itself meets the same trouble and reports it
      return false;
    }
  }

  private Session session() {
    Session open = session;
    if (open == null || open.isClosed()) {
      open = connection.another();
      session = open;
    }
    return open;
  }

  @Override
  public void close() {
    end();
    List<Runnable> unused = thread.shutdownNow();
    boolean ended = false;
    try {
      ended = thread.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Session open = session;
    if (open == null || open.isClosed()) {
      return;
    }
    if (ended) {
      open.close();
    } else {
      // its server does not answer
      open.abort();
    }
  }
}
