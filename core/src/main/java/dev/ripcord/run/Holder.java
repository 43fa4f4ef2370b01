package dev.ripcord.run;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.Optional;

/**
 * The session that has the run's lock.
 *
 * @param pid of the server's process
 * @param since when it is connected, in UTC
 */
public record Holder(long pid, String user, String address, String since) {
  private static final String HOLDER = SqlResource.of(Holder.class, "lock-holder");

  static Optional<Holder> of(Session session) {
    return session
        .query(
            HOLDER,
            row ->
                new Holder(
                    row.number("pid"), row.text("usename"), row.text("address"), row.text("since")))
        .stream()
        .findFirst();
  }

  /** Such as {@code pid 4711 (app from 10.0.0.7, connected since 2026-11-22T08:00:00Z)}. */
  public String words() {
    return "pid " + pid + " (" + user + " from " + address + ", connected since " + since + ")";
  }
}
