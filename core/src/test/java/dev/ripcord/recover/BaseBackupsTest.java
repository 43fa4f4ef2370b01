package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Base backups by the real programs, and that what is brought back is a cluster that starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaseBackupsTest {
  private ArchivedServer server;

  @BeforeAll
  void start() {
    server = ArchivedServer.withFolder();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  @Test
  void takesOneThatCanBeRestored() throws Exception {
    Provider.Physical provider = server.provider();
    try (Session live = Session.open(server.url(), "test")) {
      live.execute("CREATE TABLE counted (n int); INSERT INTO counted VALUES (1)");
      Backup backup = provider.take(live, () -> {});
      assertThat(backup.label()).matches("[0-9]{8}T[0-9]{6}Z(-[0-9]+)?");
      assertThat(backup.size()).isGreaterThan(1_000_000);
      assertThat(provider.backups()).contains(backup);
      live.execute("INSERT INTO counted VALUES (2)");
      RestorePoint point = RestorePoint.create(live, "two");
      live.execute("INSERT INTO counted VALUES (3)");
      Inspection inspection = provider.inspect(live, now());
      assertThat(inspection.refusals()).isEmpty();
      assertThat(inspection.newest()).isPresent();
      Path into = server.space().resolve("by hand");
      for (String command :
          provider.commands(backup, new Target.Point(point.name()), into)) {
        server.sh(command);
      }
      assertThat(
              server.sh(
                  server.programs()
                      + "/psql -At -U postgres -h '"
                      + into
                      + "' -c 'select count(*) from counted'"))
          .isEqualTo("2\n");
      server.sh(server.programs() + "/pg_ctl -m immediate -D '" + into + "' stop");
    }
  }
}
