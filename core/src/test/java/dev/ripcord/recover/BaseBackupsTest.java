package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.ClientPrograms;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Base backups by the real programs, what is refused, and that what is brought back starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class BaseBackupsTest {
  private ArchivedServer server;
  private DatabaseUrl role;

  @BeforeAll
  void start() {
    server = ArchivedServer.withFolder();
    server.execute("CREATE ROLE shop LOGIN PASSWORD 'very secret'");
    role =
        new DatabaseUrl(
            server.url().host(),
            server.url().port(),
            "postgres",
            "shop",
            "very secret",
            java.util.Map.of());
    // only who shows the password gets in
    server.sh(
        "{ echo 'host all shop all scram-sha-256'; echo 'host replication shop all scram-sha-256';"
            + " cat data/pg_hba.conf; } > hba && mv hba data/pg_hba.conf");
    server.execute("SELECT pg_reload_conf()");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void asBefore() {
    server.reset("archive_command");
    server.execute(
        "REVOKE EXECUTE ON FUNCTION pg_switch_wal, pg_create_restore_point(text) FROM shop");
    server.execute("ALTER ROLE shop NOREPLICATION");
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private Inspection inspected() {
    return inspected(server.provider());
  }

  private Inspection inspected(Provider provider) {
    try (Session live = Session.open(server.url(), "test")) {
      return provider.inspect(live, now());
    }
  }

  @CanIgnoreReturnValue
  private Backup taken() {
    try (Session live = Session.open(server.url(), "test")) {
      return server.provider().take(live, () -> {});
    }
  }

  @Test
  void takesOneThatCanBeRestored() {
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
      assertThat(inspection.newest()).contains(backup);
      Path into = server.space().resolve("by hand");
      provider.commands(backup, new Target.Point(point.name()), into).forEach(server::sh);
      try {
        assertThat(
                server.sh(
                    "%s/psql -At -U postgres -h '%s' -c 'SELECT count(*) FROM counted'"
                        .formatted(server.programs(), into)))
            .isEqualTo("2\n");
      } finally {
        server.sh(server.programs() + "/pg_ctl -m immediate -D '" + into + "' stop");
      }
    }
  }

  @Test
  void bringsFilesWithoutAnySetting() {
    Backup backup = taken();
    Path data = server.space().resolve("files");
    server.provider().files(backup, data);
    assertThat(ArchivedServer.names(data))
        .contains("backup_label", "PG_VERSION", "postgresql.conf.live", "postgresql.auto.conf.live")
        .doesNotContain("postgresql.conf", "postgresql.auto.conf", "recovery.signal");
    assertThat(server.sh("ls -ld '" + data + "'")).startsWith("drwx------");
  }

  @Test
  void aDamagedBackupIsNotRestored() {
    Backup backup = taken();
    server.sh("printf x >> backups/" + backup.label() + "/base/1/PG_VERSION");
    Path data = server.space().resolve("damaged");
    assertThatThrownBy(() -> server.provider().files(backup, data))
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("base/1/PG_VERSION");
    assertThat(data).doesNotExist();
    Inspection inspection = inspected();
    assertThat(inspection.refusals()).anyMatch(each -> each.contains("is not whole"));
    assertThat(inspection.age()).as("a new one helps").isTrue();
    server.sh("rm -r backups/" + backup.label());
  }

  @Test
  void whatIsInterruptedDoesNotCount() {
    List<Backup> before = server.provider().backups();
    RuntimeException stop = new IllegalStateException("stop");
    try (Session live = Session.open(server.url(), "test")) {
      assertThatThrownBy(
              () ->
                  server
                      .provider()
                      .take(
                          live,
                          () -> {
                            throw stop;
                          }))
          .isSameAs(stop);
    }
    assertThat(server.provider().backups()).isEqualTo(before);
    assertThat(ArchivedServer.names(server.backups())).noneMatch(name -> name.endsWith("partial"));
  }

  @Test
  void whatDiedHalfWayIsRemovedByTheNext() {
    server.sh(
        "mkdir backups/.20200101T000000Z.partial && touch backups/.20200101T000000Z.partial/x");
    assertThat(server.provider().backups()).noneMatch(each -> each.label().contains("2020"));
    Backup backup = taken();
    assertThat(ArchivedServer.names(server.backups()))
        .contains(backup.label())
        .noneMatch(name -> name.endsWith("partial"));
  }

  @Test
  void refusesArchivingThatFails() {
    taken();
    server.set("archive_command", "false");
    assertThat(inspected().refusals())
        .singleElement()
        .asString()
        .contains("archive_command fails (3 times since")
        .contains("the server's log says why");
  }

  @Test
  void refusesArchivingThatGoesElsewhere() {
    taken();
    server.set("archive_command", "true");
    Provider provider =
        Providers.of(server.recovery(), server.site().waiting(Duration.ofSeconds(2))).orElseThrow();
    assertThat(inspected(provider).refusals())
        .singleElement()
        .asString()
        .contains("although the server has archived it: archive_command puts it elsewhere");
  }

  @Test
  void refusesABackupThatIsTooOld() {
    Backup backup = taken();
    try (Session live = Session.open(server.url(), "test")) {
      Inspection inspection =
          server.provider().inspect(live, backup.taken().plus(Duration.ofHours(25)));
      assertThat(inspection.refusals())
          .singleElement()
          .asString()
          .contains(backup.label())
          .contains("25 h 0 min old")
          .contains("more than the maximum_age of 24 h 0 min");
      assertThat(inspection.age()).isTrue();
      assertThat(inspection.newest()).contains(backup);
    }
  }

  @Test
  void refusesAGapInTheArchive() {
    Backup backup = taken();
    String segment;
    try (Session live = Session.open(server.url(), "test")) {
      segment = RestorePoint.create(live, "gap").segment();
    }
    assertThat(inspected().refusals()).isEmpty();
    Path file = server.archive().resolve(segment);
    assertThat(file).exists();
    // as a copy that is under way would have it
    server.sh("truncate -s 1000 '" + file.toString().replace("'", "'\\''") + "'");
    Inspection inspection = inspected();
    assertThat(inspection.refusals())
        .singleElement()
        .asString()
        .contains("the chain is broken: the segment " + segment + " is not in ")
        .contains(backup.label() + " goes no further");
    assertThat(inspection.age()).isTrue();
    taken();
    assertThat(inspected().refusals()).isEmpty();
  }

  @Test
  void refusesADiskThatIsTooSmall() {
    taken();
    Site site = server.site().with((FreeSpace) folder -> Optional.of(5_000_000L));
    assertThat(inspected(Providers.of(server.recovery(), site).orElseThrow()).refusals())
        .singleElement()
        .asString()
        .contains("the disk is too small: a restore of the cluster needs ")
        .contains(" MB in " + server.space() + ", where 4.8 MB are free")
        .contains("recovery.space");
  }

  @Test
  void refusesADiskThatHasNoRoomForANewBackupEither() {
    Backup backup = taken();
    Site site = server.site().with((FreeSpace) folder -> Optional.of(5_000_000L));
    try (Session live = Session.open(server.url(), "test")) {
      Inspection inspection =
          Providers.of(server.recovery(), site)
              .orElseThrow()
              .inspect(live, backup.taken().plus(Duration.ofHours(25)));
      assertThat(inspection.refusals())
          .hasSize(3)
          .anyMatch(each -> each.contains(" a new base backup needs "));
      assertThat(inspection.age()).as("a new one does not help").isFalse();
    }
  }

  /** A folder with the backups of two clusters is no obstacle: each sees its own. */
  @Test
  void seesItsOwnBackupsOnly() {
    Backup ours = taken();
    try (ArchivedServer other = ArchivedServer.withFolder();
        Session live = Session.open(other.url(), "test")) {
      Provider provider =
          Providers.of(with(other.recovery(), server.backups(), other.archive()), other.site())
              .orElseThrow();
      assertThat(provider.backups(live)).isEmpty();
      Backup theirs = provider.take(live, () -> {});
      assertThat(provider.backups(live)).containsExactly(theirs);
      assertThat(provider.inspect(live, now()).newest()).contains(theirs);
      try (Session first = Session.open(server.url(), "test")) {
        assertThat(server.provider().backups(first)).contains(ours).doesNotContain(theirs);
        assertThat(server.provider().inspect(first, now()).newest()).contains(ours);
      }
      server.sh("rm -r backups/" + theirs.label());
    }
  }

  @Test
  void refusesARoleThatMayNot() {
    try (Session live = Session.open(role, "test")) {
      Site site = Site.here(role, Clock.systemUTC());
      Provider provider = Providers.of(server.recovery(), site).orElseThrow();
      assertThat(provider.inspect(live, now()).refusals())
          .contains(
              "the role shop may not take a base backup: ALTER ROLE shop REPLICATION",
              "the role shop may not close a segment of WAL: GRANT EXECUTE ON FUNCTION"
                  + " pg_catalog.pg_switch_wal() TO shop",
              "the role shop may not make a restore point: GRANT EXECUTE ON FUNCTION"
                  + " pg_catalog.pg_create_restore_point(text) TO shop");
    }
  }

  /** What operating.md grants is enough, and the password reaches the program by no list. */
  @Test
  void theGrantsAreEnough() {
    server.execute("ALTER ROLE shop REPLICATION");
    server.execute(
        "GRANT EXECUTE ON FUNCTION pg_catalog.pg_switch_wal(),"
            + " pg_catalog.pg_create_restore_point(text) TO shop");
    try (Session live = Session.open(role, "test")) {
      Site site = Site.here(role, Clock.systemUTC());
      Provider provider = Providers.of(server.recovery(), site).orElseThrow();
      assertThat(provider.take(live, () -> {}).size()).isPositive();
      assertThat(provider.inspect(live, now()).refusals()).isEmpty();
    }
  }

  @Test
  void refusesAFolderThatIsNotThereOrNotReadable() {
    Recovery recovery = server.recovery();
    Recovery elsewhere = with(recovery, server.home().resolve("nowhere"), server.archive());
    assertThat(inspected(Providers.of(elsewhere, server.site()).orElseThrow()).refusals())
        .anyMatch(each -> each.contains("nowhere is no folder on this machine"));
    Path closed = server.home().resolve("closed");
    server.sh("mkdir closed && chmod 000 closed");
    Recovery shut = with(recovery, closed, server.archive());
    assertThat(inspected(Providers.of(shut, server.site()).orElseThrow()).refusals())
        .anyMatch(each -> each.contains("the location " + closed + " cannot be read by "));
  }

  private static Recovery with(Recovery recovery, Path location, Path archive) {
    return new Recovery(
        recovery.provider(),
        Optional.of(location.toString()),
        Optional.empty(),
        Optional.of(archive.toString()),
        recovery.maximumAge(),
        recovery.take(),
        recovery.space(),
        recovery.archives(),
        List.of());
  }

  @Test
  void refusesWhatIsOfAnotherCluster() throws Exception {
    Backup backup = taken();
    try (ArchivedServer other = ArchivedServer.withFolder()) {
      Recovery mixed = with(other.recovery(), server.backups(), other.archive());
      try (Session live = Session.open(other.url(), "test")) {
        Inspection inspection =
            Providers.of(mixed, other.site()).orElseThrow().inspect(live, now());
        assertThat(inspection.refusals())
            .singleElement()
            .asString()
            .contains("are of another cluster: " + backup.label() + " has the system identifier ");
        assertThat(inspection.age()).isFalse();
      }
      assertThat(Files.isDirectory(server.backups())).isTrue();
    }
  }

  @Test
  void refusesWithoutAnyArchive() {
    try (ArchivedServer none = ArchivedServer.withoutArchive();
        Session live = Session.open(none.url(), "test")) {
      Recovery recovery = with(server.recovery(), none.backups(), none.archive());
      Inspection inspection =
          Providers.of(recovery, none.site()).orElseThrow().inspect(live, now());
      assertThat(inspection.refusals())
          .hasSize(2)
          .anyMatch(each -> each.startsWith("archive_mode is off"))
          .anyMatch(each -> each.startsWith("there is no base backup in " + none.backups()));
      assertThat(inspection.age()).isFalse();
      assertThat(inspection.newest()).isEmpty();
    }
  }

  @Test
  void refusesWithoutThePrograms() {
    Site site = server.site().with(new ClientPrograms(List.of(server.home())));
    assertThat(inspected(Providers.of(server.recovery(), site).orElseThrow()).refusals())
        .anyMatch(
            each -> each.startsWith("no pg_basebackup 15 or newer was found; install the programs"))
        .anyMatch(each -> each.startsWith("no pg_verifybackup 15 or newer was found"));
  }

  @Test
  void refusesTablespaces() {
    server.sh("mkdir -p tablespace");
    server.execute(
        "CREATE TABLESPACE elsewhere LOCATION '" + server.home().resolve("tablespace") + "'");
    try {
      assertThat(inspected().refusals())
          .anyMatch(each -> each.startsWith("the cluster has 1 tablespaces of its own"));
    } finally {
      server.execute("DROP TABLESPACE elsewhere");
    }
  }
}
