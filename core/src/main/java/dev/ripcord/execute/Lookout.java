package dev.ripcord.execute;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks about once a second, from a session and a thread of its own, at what else goes on: the
 * batches must not wait for it.
 */
final class Lookout implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Without a look for so long, what was seen last counts no more. */
  private static final Duration BLIND_AFTER = Duration.ofSeconds(10);

  private record Seen(long at, Outlook.View view) {}

  private final Connection connection;
  private final QualifiedName table;
  private final Outlook outlook = new Outlook();
  private final long began = System.nanoTime();
  private final Thread thread;
  private volatile boolean stop;
  private volatile @Nullable Seen seen;
  private @Nullable Session session;

  private Lookout(Connection connection, QualifiedName table) {
    this.connection = connection;
    this.table = table;
    this.thread = Thread.ofPlatform().daemon().name("ripcord-lookout").unstarted(this::look);
  }

  static Lookout start(Connection connection, QualifiedName table) {
    Lookout lookout = new Lookout(connection, table);
    lookout.thread.start();
    return lookout;
  }

  /** What was seen last; absent before the first look. */
  Optional<Outlook.View> view() {
    return Optional.ofNullable(seen).map(Seen::view);
  }

  /** Whether the last look was too long ago to count. */
  boolean blind() {
    Seen last = seen;
    long since = last == null ? began : last.at();
    return System.nanoTime() - since > BLIND_AFTER.toNanos();
  }

  private void look() {
    while (!stop) {
      try {
        Session open = session;
        if (open == null) {
          open = connection.another();
          session = open;
          open.execute("SET statement_timeout = '5s'");
        }
        Conditions conditions = Conditions.look(open, table);
        long now = System.nanoTime();
        seen = new Seen(now, outlook.add(Duration.ofNanos(now - began), conditions));
      } catch (DatabaseException e) {
        // the batches meet the same trouble and report it; we only try again
        drop();
      }
      if (!stop) {
        LockSupport.parkNanos(EVERY.toNanos());
      }
    }
    drop();
  }

  private void drop() {
    Session open = session;
    session = null;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void close() {
    stop = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
