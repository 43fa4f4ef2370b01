package dev.ripcord.execute;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.SideSession;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.Optional;
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
  private volatile @Nullable Seen seen;
  private Optional<SideSession> side = Optional.empty();

  private Lookout(Connection connection, QualifiedName table) {
    this.connection = connection;
    this.table = table;
  }

  static Lookout start(Connection connection, QualifiedName table) {
    Lookout lookout = new Lookout(connection, table);
    lookout.side =
        Optional.of(
            SideSession.start(
                "ripcord-lookout", EVERY, lookout::open, lookout::look, session -> {}));
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

  private Session open() {
    Session open = connection.another();
    open.execute("SET statement_timeout = '5s'");
    return open;
  }

  private void look(Session session) {
    Conditions conditions = Conditions.look(session, table);
    long now = System.nanoTime();
    seen = new Seen(now, outlook.add(Duration.ofNanos(now - began), conditions));
  }

  @Override
  public void close() {
    side.ifPresent(SideSession::close);
  }
}
