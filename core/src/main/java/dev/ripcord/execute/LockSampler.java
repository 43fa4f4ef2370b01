package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks from a second session at who waits for whom while a unit runs: one session for as long as
 * an engine lives, opened when a unit first takes long enough to be looked at. A session that
 * cannot be had, or breaks, costs the measurement and never the run.
 */
final class LockSampler implements AutoCloseable {
  private static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration EVERY = Duration.ofMillis(30);

  /** A build may be over in milliseconds, and has no transaction to ask in. */
  private static final Duration FIRST_OF_BUILD = Duration.ofMillis(1);

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Connection connection;
  private final ScheduledExecutorService thread;
  private volatile @Nullable Session session;
  private volatile Watched watched = new Watched(0, new LockTally(), false);

  /**
   * @param locks whether the locks that it holds are to be seen as well
   */
  private record Watched(int pid, LockTally tally, boolean locks) {}

  LockSampler(Connection connection) {
    this.connection = connection;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ripcord-lock-sampler").factory());
  }

  /**
   * A unit begins.
   *
   * @param byItself whether it commits by itself, so that only we can see the locks that it holds
   */
  void begin(boolean byItself) {
    Watched next = new Watched(connection.pid(), new LockTally(), byItself);
    watched = next;
    schedule(next, byItself ? FIRST_OF_BUILD : FIRST);
  }

  /** The unit is over. */
  void end() {
    watched = new Watched(0, new LockTally(), false);
  }

  /** Of the unit that runs, or of none. */
  LockTally tally() {
    return watched.tally();
  }

  private void schedule(Watched looked, Duration after) {
    try {
      Object unused =
          thread.schedule(() -> look(looked, after), after.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      // nobody wants to know any more
      return;
    }
  }

  private void look(Watched looked, Duration after) {
    if (looked.tally() != watched.tally()) {
      return;
    }
    try {
      Session by = session();
      if (looked.locks()) {
        looked.tally().addLocks(HeldLocks.of(by, looked.pid()));
      }
      List<LockWaits.Wait> waits = LockWaits.around(by, looked.pid());
      looked.tally().add(waits);
    } catch (DatabaseException e) {
      // what was seen so far stands; the run itself meets the same trouble and reports it
      return;
    }
    Duration twice = after.multipliedBy(2);
    schedule(looked, twice.compareTo(EVERY) < 0 ? twice : EVERY);
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
