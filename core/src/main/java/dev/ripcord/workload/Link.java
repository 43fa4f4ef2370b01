package dev.ripcord.workload;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One writer's connection to one database, opened again when it breaks. Used by one thread; {@link
 * #close} may come from any.
 */
final class Link implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DatabaseUrl url;
  private final String name;
  private final String settings;
  private volatile @Nullable Session session;
  private volatile boolean closed;

  /**
   * @param settings statements for each new session
   */
  Link(DatabaseUrl url, String name, String settings) {
    this.url = asText(url);
    this.name = name;
    this.settings = settings;
  }

  /** All values travel as text without a type, so that the server reads them as the column does. */
  private static DatabaseUrl asText(DatabaseUrl url) {
    Map<String, String> parameters = new TreeMap<>(url.parameters());
    parameters.put("stringtype", "unspecified");
    parameters.put("binaryTransfer", "false");
    parameters.put("preparedStatementCacheQueries", "2000");
    parameters.put("preparedStatementCacheSizeMiB", "20");
    return new DatabaseUrl(
        url.host(), url.port(), url.database(), url.user(), url.password(), parameters);
  }

  /** The session that is open, or a new one; waits for a server that is not there for a moment. */
  Session session() {
    Session open = session;
    if (open != null && !open.isClosed()) {
      return open;
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Session fresh = Session.open(url, name);
        session = fresh;
        fresh.execute(settings);
        return fresh;
      } catch (DatabaseException e) {
        // too many connections, starting up, shutting down, killed while connecting
        boolean passing = e.connectionLost() || e.sqlState().startsWith("53");
        if (closed || !passing || System.nanoTime() > deadline) {
          throw e;
        }
        Pause.millis(20);
      }
    }
  }

  /** Drops the connection; the next use opens another. */
  void drop() {
    Session open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (DatabaseException e) {
        // it is broken, which is why it is dropped
        open.abort();
      }
    }
  }

  /**
   * Whether a transaction was committed, asked on a connection of its own.
   *
   * @return empty if the server does not say
   */
  Optional<Boolean> committed(String transaction) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        @Nullable String status =
            session()
                .query(
                    "SELECT coalesce(pg_xact_status(?::xid8), 'too old')",
                    row -> row.text(1),
                    transaction)
                .getFirst();
        if ("committed".equals(status) || "aborted".equals(status)) {
          return Optional.of("committed".equals(status));
        }
        if ("too old".equals(status)) {
          return Optional.empty();
        }
        // the server process that held it has not noticed yet that its client is gone
        Pause.millis(5);
      } catch (DatabaseException e) {
        if (!e.connectionLost()) {
          throw e;
        }
        drop();
      }
    }
    return Optional.empty();
  }

  /** Ends the connection for good, also under a statement that waits. */
  @Override
  public void close() {
    closed = true;
    Session open = session;
    if (open != null) {
      open.abort();
    }
  }
}
