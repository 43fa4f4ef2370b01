package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.ClientPrograms;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.InstalledServer;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of one database by the real programs. */
class DumpsTest {
  @TempDir private Path folder;
  private DatabaseUrl url;
  private Site site;

  @BeforeEach
  void database() {
    DatabaseUrl server = InstalledServer.url();
    String name = "dumps " + folder.getFileName();
    try (Session session = Session.open(server, "test")) {
      session.execute("CREATE DATABASE \"" + name + "\"");
    }
    url = server.withDatabase(name);
    try (Session session = Session.open(url, "test")) {
      session.execute("CREATE TABLE counted AS SELECT generate_series(1, 3) AS n");
    }
    site = Site.here(url, Clock.systemUTC());
  }

  private Recovery recovery() {
    return new Recovery(
        Optional.of(Recovery.Provider.PG_DUMP),
        Optional.of(folder.toString()),
        Duration.ofHours(24),
        Duration.ofDays(7),
        List.of());
  }

  private Provider.Logical provider() {
    return (Provider.Logical) Providers.of(recovery(), site).orElseThrow();
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private Inspection inspected() {
    try (Session live = Session.open(url, "test")) {
      return provider().inspect(live, now());
    }
  }

  private Backup taken() {
    try (Session live = Session.open(url, "test")) {
      return provider().take(live, () -> {});
    }
  }

  @Test
  void takesOneThatFillsAnEmptyDatabase() {
    assertThat(inspected().age()).isTrue();
    Backup backup = taken();
    assertThat(provider().backups()).containsExactly(backup);
    assertThat(inspected().refusals()).isEmpty();
    assertThat(inspected().facts()).anyMatch(fact -> fact.contains("no restore points"));
    DatabaseUrl empty = url.withDatabase(url.database() + " again");
    try (Session session = Session.open(url, "test")) {
      session.execute("CREATE DATABASE \"" + empty.database() + "\" TEMPLATE template0");
    }
    provider().load(backup, empty);
    try (Session session = Session.open(empty, "test")) {
      assertThat(session.scalar("SELECT count(*) FROM counted")).isEqualTo("3");
    }
    assertThatThrownBy(() -> provider().load(backup, empty))
        .as("it is not empty any more")
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("counted");
  }

  @Test
  void theCommandsRestoreIt() throws Exception {
    Backup backup = taken();
    try (Session session = Session.open(url, "test")) {
      session.execute("DROP DATABASE IF EXISTS ripcord_restored");
    }
    for (String command :
        provider().commands(backup, new Target.Backup(), folder.resolve("unused"))) {
      Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
      assertThat(process.waitFor()).as(command).isZero();
    }
    try (Session session = Session.open(url.withDatabase("ripcord_restored"), "test")) {
      assertThat(session.scalar("SELECT count(*) FROM counted")).isEqualTo("3");
    }
  }

  @Test
  void refusesNoneAtAll() {
    Inspection inspection = inspected();
    assertThat(inspection.refusals())
        .singleElement()
        .asString()
        .startsWith("there is no dump of " + url.database() + " by ripcord in " + folder);
    assertThat(inspection.age()).isTrue();
  }

  @Test
  void refusesOneThatIsTooOldOrDamaged() throws IOException {
    Backup backup = taken();
    try (Session live = Session.open(url, "test")) {
      assertThat(provider().inspect(live, now().plus(Duration.ofHours(30))).refusals())
          .singleElement()
          .asString()
          .contains("30 h 0 min old")
          .contains("maximum_age");
    }
    Files.delete(folder.resolve(backup.label()).resolve("toc.dat"));
    Inspection inspection = inspected();
    assertThat(inspection.refusals())
        .singleElement()
        .asString()
        .contains("is not whole: toc.dat is missing");
    assertThat(inspection.age()).isTrue();
  }

  @Test
  void refusesARoleThatCannotReadEverything() {
    String role = "reader_" + Long.toHexString(folder.hashCode());
    try (Session session = Session.open(url, "test")) {
      session.execute("CREATE ROLE " + role + " LOGIN");
    }
    DatabaseUrl theirs =
        new DatabaseUrl(url.host(), url.port(), url.database(), role, "", java.util.Map.of());
    Provider provider =
        Providers.of(recovery(), Site.here(theirs, Clock.systemUTC())).orElseThrow();
    try (Session owner = Session.open(url, "test");
        Session live = Session.open(theirs, "test")) {
      assertThat(provider.inspect(live, now()).refusals())
          .contains(
              "the role "
                  + role
                  + " cannot dump 1 tables or sequences, such as public.counted: GRANT"
                  + " pg_read_all_data TO "
                  + role);
      owner.execute("GRANT pg_read_all_data TO " + role);
      assertThat(provider.take(live, () -> {}).size()).isPositive();
      assertThat(provider.inspect(live, now()).refusals()).isEmpty();
      owner.execute("ALTER TABLE counted ENABLE ROW LEVEL SECURITY");
      assertThat(provider.inspect(live, now()).refusals())
          .singleElement()
          .asString()
          .contains("of which a policy hides rows from it: ALTER ROLE " + role + " BYPASSRLS");
    }
  }

  @Test
  void refusesAPlaceThatIsNone() {
    Recovery recovery =
        new Recovery(
            Optional.of(Recovery.Provider.PG_DUMP),
            Optional.of(folder.resolve("nowhere").toString()),
            Duration.ofHours(24),
            Duration.ofDays(7),
            List.of());
    try (Session live = Session.open(url, "test")) {
      assertThat(Providers.of(recovery, site).orElseThrow().inspect(live, now()).refusals())
          .anyMatch(each -> each.contains("nowhere is no folder on this machine"));
    }
  }

  @Test
  void refusesADiskThatIsTooSmallAndMissingPrograms() {
    Site poor =
        site.with((FreeSpace) folder -> Optional.of(1000L))
            .with(new ClientPrograms(List.of(folder)));
    try (Session live = Session.open(url, "test")) {
      assertThat(Providers.of(recovery(), poor).orElseThrow().inspect(live, now()).refusals())
          .anyMatch(each -> each.startsWith("the disk is too small: a restore of the database"))
          .anyMatch(each -> each.startsWith("no pg_dump 15 or newer was found"));
    }
  }
}
