package dev.ripcord.metric;

import dev.ripcord.migration.BuiltIn;
import dev.ripcord.postgres.Row;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.time.Instant;

/**
 * The metrics that need no source of the user's. Each query says {@code value}, {@code idle} and
 * {@code blind}: why there is nothing to measure, and why it cannot be seen.
 */
final class KnownSources {
  private KnownSources() {}

  static Source of(BuiltIn what, Duration timeout, Surroundings in) {
    Desk desk = new Desk(in.database(), timeout);
    return switch (what) {
      case DATA_VALIDATION_FAILURES -> new ChecksSource(in.checks(), desk, timeout);
      case MIGRATION_PROGRESS, SYNC_CONFLICTS -> ofRun(desk, sql(what));
      case REPLICA_LAG, LOCK_WAITERS, LONGEST_TRANSACTION, CONNECTIONS_USED -> {
        String sql = sql(what);
        yield new SqlSource(desk, (questions, now) -> reading(questions, sql, now));
      }
    };
  }

  private static String sql(BuiltIn what) {
    return SqlResource.of(KnownSources.class, what.word().replace('_', '-'));
  }

  /** Of a run that may not have begun: its tables are not there then. */
  private static Source ofRun(Desk desk, String sql) {
    String exists = SqlResource.of(KnownSources.class, "run-exists");
    return new SqlSource(
        desk,
        (questions, now) -> {
          boolean there = questions.ask(exists, row -> row.flag("found")).getFirst();
          return there
              ? reading(questions, sql, now)
              : new Reading.Idle("no run is under way in this database");
        });
  }

  private static Reading reading(Desk.Questions questions, String sql, Instant now) {
    return questions.ask(sql, row -> reading(row, now)).getFirst();
  }

  private static Reading reading(Row row, Instant now) {
    String blind = row.textOrNull("blind");
    String idle = row.textOrNull("idle");
    String value = row.textOrNull("value");
    if (blind != null) {
      return new Reading.NoData(blind);
    }
    if (idle != null) {
      return new Reading.Idle(idle);
    }
    return value == null ? new Reading.NoData("the value is NULL") : SqlSource.value(value, now);
  }
}
