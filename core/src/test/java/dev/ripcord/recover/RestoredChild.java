package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The main class of a child JVM that restores a cluster to the point two, and waits for its end.
 */
final class RestoredChild {
  private RestoredChild() {}

  /**
   * @param arguments folders of backups, archive and restores, and the address of the live server
   */
  public static void main(String[] arguments) throws Exception {
    DatabaseUrl url = DatabaseUrl.parse(arguments[3]);
    Provider provider =
        new BaseBackups(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            Path.of(arguments[2]),
            Duration.ofDays(1),
            Site.here(url, Clock.systemUTC()));
    Restored.Outcome outcome =
        Restored.of(
            provider, provider.backups().getFirst(), new Target.Point("two"), Beside.of(url));
    Restored restored = ((Restored.Outcome.There) outcome).restored();
    try (Session session = Session.open(restored.url("postgres"), "child")) {
      System.out.println(session.scalar("SELECT count(*) FROM counted"));
    }
    int unused = System.in.read();
  }
}
