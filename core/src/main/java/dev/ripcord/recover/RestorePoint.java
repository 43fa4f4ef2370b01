package dev.ripcord.recover;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.time.Instant;

/**
 * A named moment in the log of changes, to which a restore can go.
 *
 * @param name at most 63 bytes
 * @param lsn right after it
 * @param at by the live server's clock
 * @param segment of WAL in which it is
 */
public record RestorePoint(String name, String lsn, Instant at, String segment) {
  private static final String CREATE = SqlResource.of(RestorePoint.class, "restore-point");

  /**
   * Makes one.
   *
   * @throws dev.ripcord.postgres.DatabaseException if the role may not, or the server is a standby
   */
  public static RestorePoint create(Session live, String name) {
    return live.query(
            CREATE,
            row ->
                new RestorePoint(
                    name, row.text("lsn"), Instant.parse(row.text("at")), row.text("segment")),
            name)
        .getFirst();
  }
}
