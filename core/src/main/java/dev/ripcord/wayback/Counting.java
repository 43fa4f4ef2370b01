package dev.ripcord.wayback;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.RowReader;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks questions that may take no longer than so long, change nothing and wait for no lock. */
final class Counting {
  /** SQLSTATE query_canceled, here by statement_timeout. */
  private static final String CANCELLED = "57014";

  private static final String LOCKED = "55P03";

  private final Session session;
  private final Duration limit;

  Counting(Session session, Duration limit) {
    this.session = session;
    this.limit = limit;
  }

  <T> List<T> ask(String query, RowReader<T> reader) {
    List<T> rows = new ArrayList<>();
    Session.Commit unused =
        session.transaction(
            inside -> {
              inside.execute("SET TRANSACTION READ ONLY");
              inside.execute("SET LOCAL statement_timeout = '" + limit.toMillis() + "ms'");
              inside.execute("SET LOCAL lock_timeout = '" + limit.toMillis() + "ms'");
              rows.addAll(inside.queryPlain(query, reader));
            });
    return rows;
  }

  /** How many rows a query has that begins with FROM. */
  Count count(String from) {
    try {
      return new Count.Exactly(ask("SELECT count(*) " + from, row -> row.number(1)).getFirst());
    } catch (DatabaseException e) {
      return new Count.Unknown(reason(e));
    }
  }

  /** Whether it was our own limit that ended the question. */
  boolean ranOutOfTime(DatabaseException e) {
    return e.sqlState().equals(CANCELLED) || e.sqlState().equals(LOCKED);
  }

  String reason(DatabaseException e) {
    if (e.connectionLost()) {
      throw e;
    }
    return switch (e.sqlState()) {
      case CANCELLED -> "took more than " + limit.toMillis() + " ms";
      case LOCKED -> "the table was locked for more than " + limit.toMillis() + " ms";
      default -> String.valueOf(e.getMessage()).lines().findFirst().orElse("an error");
    };
  }
}
