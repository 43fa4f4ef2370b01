package dev.ripcord.validate;

import dev.ripcord.migration.Thresholds;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rollback leaves to be done for its tables: statistics, and VACUUM where most rows are
 * dead. Neither keeps clients from anything.
 */
public final class Maintenance {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
  private static final String CANCELLED = "57014";

  private Maintenance() {}

  private record Table(String name, long live, long dead) {}

  /**
   * Does it.
   *
   * @param session outside a transaction
   * @param interrupted throws if the work shall stop
   * @return what was done, or could not be, in words
   */
  public static List<String> of(Session session, Subject subject, Runnable interrupted) {
    session.execute(
        "SET lock_timeout = %d; SET statement_timeout = %d; SET search_path = pg_catalog"
            .formatted(
                LOCK_TIMEOUT.toMillis(), subject.thresholds().patience().check().toMillis()));
    List<String> done = new ArrayList<>();
    int most = subject.thresholds().database().rows().dead();
    List<Table> tables =
        session.queryPlain(
            Affected.sql("dead-rows", subject.tables()),
            row -> new Table(row.text("name"), row.number("live"), row.number("dead")));
    for (Table table : tables) {
      boolean heavy =
          table.dead() >= Thresholds.Rows.FEW
              && table.dead() * 100 > (table.live() + table.dead()) * most;
      if (heavy) {
        done.add(run(session, "VACUUM (ANALYZE, TRUNCATE false) " + table.name(), interrupted));
      }
    }
    for (String table : subject.tables().stream().map(each -> each.quoted()).toList()) {
      done.add(run(session, "ANALYZE " + table, interrupted));
    }
    // what a user wrote is asked in this session too
    session.execute("RESET lock_timeout; RESET statement_timeout; RESET search_path");
    return done;
  }

  private static String run(Session session, String statement, Runnable interrupted) {
    interrupted.run();
    try {
      session.execute(statement);
      return statement;
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      if (e.sqlState().equals(CANCELLED)) {
        interrupted.run();
      }
      return statement
          + " failed: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
