package dev.ripcord.execute;

import dev.ripcord.plan.LockMode;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks from a second session at the locks that the first one holds, for statements that commit by
 * themselves, so that there is no moment to ask in.
 */
final class LockWatch implements AutoCloseable {
  private static final long EVERY_MICROS = 200;

  private final Session session;
  private final int watched;
  private final Map<String, LockMode> seen = new TreeMap<>();
  private final Thread thread;
  private volatile boolean stop;

  private LockWatch(Session session, int watched) {
    this.session = session;
    this.watched = watched;
    this.thread = Thread.ofPlatform().daemon().name("ripcord-lock-watch").unstarted(this::watch);
  }

  static LockWatch of(Connection connection) {
    LockWatch watch = new LockWatch(connection.another(), connection.session().backendPid());
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!stop) {
        HeldLocks.of(session, watched).forEach(this::note);
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(EVERY_MICROS));
      }
    } catch (DatabaseException e) {
      // what was seen so far stands; the run itself meets the same trouble and reports it
      stop = true;
    }
  }

  private synchronized void note(String table, LockMode mode) {
    seen.merge(table, mode, HeldLocks::stronger);
  }

  /** Strongest mode per table up to now. */
  synchronized Map<String, LockMode> seen() {
    return new TreeMap<>(seen);
  }

  @Override
  public void close() {
    stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    session.close();
  }
}
