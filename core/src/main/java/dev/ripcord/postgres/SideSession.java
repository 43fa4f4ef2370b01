package dev.ripcord.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the database again and again, from a session and a thread of its own, beside a session
 * that works. After any trouble it connects anew: whoever works meets the same trouble and reports
 * it.
 */
public final class SideSession implements AutoCloseable {
  /** More than a session may take that breaks off what takes too long. */
  private static final long LONGEST_END = TimeUnit.SECONDS.toMillis(10);

  private final Supplier<Session> opener;
  private final Consumer<Session> look;
  private final Consumer<Session> last;
  private final Duration every;
  private final Thread thread;
  private volatile boolean stop;
  private volatile @Nullable Session session;

  private SideSession(
      String name,
      Duration every,
      Supplier<Session> opener,
      Consumer<Session> look,
      Consumer<Session> last) {
    this.opener = opener;
    this.look = look;
    this.last = last;
    this.every = every;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  /**
   * Begins to look.
   *
   * @param name of the thread
   * @param every pause between two looks
   * @param opener connects; what it makes should bound how long an answer may be waited for
   * @param look is taken on the thread
   * @param last is done once, at the end, if the connection holds
   */
  public static SideSession start(
      String name,
      Duration every,
      Supplier<Session> opener,
      Consumer<Session> look,
      Consumer<Session> last) {
    SideSession side = new SideSession(name, every, opener, look, last);
    side.thread.start();
    return side;
  }

  private void run() {
    while (!stop) {
      attempt(look);
      if (!stop) {
        LockSupport.parkNanos(every.toNanos());
      }
    }
    if (session != null) {
      attempt(last);
    }
    drop();
  }

  private void attempt(Consumer<Session> what) {
    try {
      Session open = session;
      if (open == null) {
        open = opener.get();
        session = open;
      }
      what.accept(open);
    } catch (RuntimeException e) {
      // the next look is with a new session
      drop();
    }
  }

  private void drop() {
    Session open = session;
    session = null;
    if (open != null) {
      open.abort();
    }
  }

  /** When this returns, no look is taken any more, or its connection is cut. */
  @Override
  public void close() {
    stop = true;
    LockSupport.unpark(thread);
    try {
      if (!thread.join(Duration.ofMillis(LONGEST_END))) {
        drop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
