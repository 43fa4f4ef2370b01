package dev.ripcord.metric;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.RowReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session that only reads, kept open from one question to the next: when connections run out, a
 * new one would not be had just then.
 */
final class Desk implements AutoCloseable {
  private static final String APPLICATION = "ripcord metric";

  private final DatabaseUrl url;
  private final Duration timeout;
  private volatile @Nullable Session session;
  private volatile boolean closed;

  /**
   * @param timeout of one statement
   */
  Desk(DatabaseUrl url, Duration timeout) {
    long seconds = Math.max(1, (timeout.toMillis() + 999) / 1000);
    this.url =
        url.with("connectTimeout", Long.toString(seconds))
            .with("socketTimeout", Long.toString(seconds + 1));
    this.timeout = timeout;
  }

  /** What is asked within one transaction. */
  record Questions(Session session) {
    <T> List<T> ask(String sql, RowReader<T> reader) {
      return session.queryPlain(sql, reader);
    }

    /** The rows of a query that a user wrote, of which no more than two are fetched. */
    List<Found> two(String query) {
      session.execute("DECLARE ripcord_metric NO SCROLL CURSOR FOR " + query);
      List<Found> found = ask("FETCH 2 FROM ripcord_metric", Found::of);
      session.execute("CLOSE ripcord_metric");
      return found;
    }
  }

  /**
   * Asks in a transaction that changes nothing.
   *
   * @throws RipcordException if the database does not answer
   */
  <T> T read(Function<Questions, T> work) {
    List<T> answer = new ArrayList<>();
    Session open = open();
    try {
      Session.Commit unused =
          open.transaction(
              in -> {
                in.execute(
                    "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d"
                        .formatted(timeout.toMillis(), timeout.toMillis()));
                answer.add(work.apply(new Questions(in)));
              });
      return answer.getFirst();
    } catch (RipcordException e) {
      if (!(e instanceof DatabaseException failure) || failure.connectionLost() || gone(open)) {
        giveUp();
      }
      throw e;
    }
  }

  private static boolean gone(Session session) {
    try {
      return session.isClosed();
    } catch (DatabaseException e) {
      return true;
    }
  }

  private Session open() {
    Session open = session;
    if (open == null || gone(open)) {
      open = Session.open(url, APPLICATION);
      session = open;
      if (closed) {
        giveUp();
      }
    }
    return open;
  }

  /**
   * @param width how many columns there are
   * @param first column as text
   */
  record Found(int width, @Nullable String first) {
    static Found of(Row row) {
      return new Found(row.width(), row.textOrNull(1));
    }
  }

  /** Drops the session at once; the next question opens another one. */
  void giveUp() {
    Session open = session;
    session = null;
    if (open != null) {
      try {
        open.abort();
      } catch (DatabaseException e) {
        // it is gone, which was the point
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    giveUp();
  }
}
