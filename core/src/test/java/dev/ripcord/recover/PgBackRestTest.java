package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.ClientPrograms;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real pgBackRest, from a stanza without a backup to one that is damaged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.SAME_THREAD)
class PgBackRestTest {
  private ArchivedServer server;

  @BeforeAll
  void start() {
    server = ArchivedServer.withStanza();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private Inspection inspected(Provider provider) {
    try (Session live = Session.open(server.url(), "test")) {
      return provider.inspect(live, now());
    }
  }

  private Backup taken() {
    try (Session live = Session.open(server.url(), "test")) {
      return server.provider().take(live, () -> {});
    }
  }

  private Recovery with(String stanza, Path config) {
    Recovery recovery = server.recovery();
    return new Recovery(
        recovery.provider(),
        Optional.of(stanza),
        Optional.of(config.toString()),
        Optional.empty(),
        recovery.maximumAge(),
        recovery.take(),
        recovery.space(),
        recovery.archives(),
        List.of());
  }

  @Test
  @Order(1)
  void aStanzaWithoutABackup() {
    Inspection inspection = inspected(server.provider());
    assertThat(inspection.refusals())
        .singleElement()
        .asString()
        .startsWith("the stanza " + ArchivedServer.STANZA + " has no backup");
    assertThat(inspection.age()).isTrue();
    assertThat(inspection.newest()).isEmpty();
  }

  @Test
  @Order(2)
  void takesAFullOneAndThenTheDifference() {
    Backup full = taken();
    assertThat(full.label()).endsWith("F");
    assertThat(full.chain()).containsExactly(full.label());
    server.execute("CREATE TABLE counted AS SELECT 1 AS n");
    Backup difference = taken();
    assertThat(difference.label()).startsWith(full.label()).endsWith("D");
    assertThat(difference.chain()).containsExactly(full.label(), difference.label());
    assertThat(server.provider().backups()).containsExactly(full, difference);
    Inspection inspection = inspected(server.provider());
    assertThat(inspection.refusals()).isEmpty();
    assertThat(inspection.newest()).contains(difference);
    assertThat(inspection.facts())
        .anyMatch(fact -> fact.contains("was closed and is in the repository of pgbackrest"));
  }

  @Test
  @Order(3)
  void whatIsBroughtBackStarts() {
    Provider.Physical provider = server.provider();
    Backup backup = provider.backups().getLast();
    server.execute("INSERT INTO counted VALUES (2)");
    try (Session live = Session.open(server.url(), "test")) {
      RestorePoint point = RestorePoint.create(live, "two");
      live.execute("INSERT INTO counted VALUES (3); SELECT pg_switch_wal()");
      Path into = server.space().resolve("by-hand");
      assertThat(inspected(provider).refusals()).isEmpty();
      provider.commands(backup, new Target.Point(point.name()), into).forEach(server::sh);
      try {
        assertThat(
                server.sh(
                    "%s/psql -At -U postgres -h %s -c 'SELECT count(*) FROM counted'"
                        .formatted(server.programs(), into)))
            .isEqualTo("2\n");
      } finally {
        server.sh(server.programs() + "/pg_ctl -m immediate -D " + into + " stop");
      }
    }
  }

  @Test
  @Order(3)
  void bringsFilesWithoutAnySetting() {
    Path data = server.space().resolve("files");
    server.provider().files(server.provider().backups().getLast(), data);
    assertThat(ArchivedServer.names(data))
        .contains("backup_label", "PG_VERSION", "postgresql.conf.live", "postgresql.auto.conf.live")
        .doesNotContain("postgresql.conf", "postgresql.auto.conf", "recovery.signal");
    assertThat(ArchivedServer.names(server.space())).doesNotContain("files.locks");
  }

  @Test
  @Order(3)
  void aBackupThatIsNotThereIsNotRestored() {
    Backup none = new Backup("20200101-000000F", now(), 1, List.of("20200101-000000F"));
    Path data = server.space().resolve("none");
    assertThatThrownBy(() -> server.provider().files(none, data))
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("pgbackrest restore failed: ")
        .hasMessageContaining("20200101-000000F");
    assertThat(data).doesNotExist();
  }

  @Test
  @Order(3)
  void refusesABackupThatIsTooOld() {
    try (Session live = Session.open(server.url(), "test")) {
      Inspection inspection = server.provider().inspect(live, now().plus(Duration.ofDays(3)));
      assertThat(inspection.refusals())
          .singleElement()
          .asString()
          .contains("is 3 days 0 h old")
          .contains("more than the maximum_age of 24 h 0 min");
      assertThat(inspection.age()).isTrue();
    }
  }

  @Test
  @Order(3)
  void refusesAWrongStanza() {
    Recovery wrong = with("shopp", server.config());
    Inspection inspection =
        inspected(Providers.of(wrong, server.site().waiting(Duration.ofSeconds(1))).orElseThrow());
    assertThat(inspection.refusals())
        .anyMatch(each -> each.startsWith("there is no stanza shopp in the repository (missing"));
    assertThat(inspection.age()).isFalse();
  }

  @Test
  @Order(3)
  void refusesAConfigurationThatIsNotThere() {
    Recovery wrong = with(ArchivedServer.STANZA, server.home().resolve("none.conf"));
    assertThat(
            inspected(
                    Providers.of(wrong, server.site().waiting(Duration.ofSeconds(1))).orElseThrow())
                .refusals())
        .anyMatch(
            each -> each.startsWith("pgbackrest info failed: ") && each.contains("none.conf"));
  }

  @Test
  @Order(3)
  void refusesArchivingThatFails() {
    server.set("archive_command", "false");
    try {
      assertThat(inspected(server.provider()).refusals())
          .singleElement()
          .asString()
          .contains("did not reach the repository of pgbackrest: archive_command fails");
    } finally {
      server.reset("archive_command");
    }
  }

  @Test
  @Order(3)
  void refusesADiskThatIsTooSmall() {
    Site site = server.site().with((FreeSpace) folder -> Optional.of(1_000_000L));
    assertThat(inspected(Providers.of(server.recovery(), site).orElseThrow()).refusals())
        .singleElement()
        .asString()
        .startsWith("the disk is too small: a restore of the cluster needs ")
        .contains("where 1000000 bytes are free");
  }

  @Test
  @Order(3)
  void refusesWithoutTheProgram() {
    Site site = server.site().with(new ClientPrograms(List.of(server.home())));
    assertThat(
            inspected(
                    Providers.of(server.recovery(), site.waiting(Duration.ofSeconds(1)))
                        .orElseThrow())
                .refusals())
        .contains("pgbackrest was not found: install it (Debian: pgbackrest)");
  }

  @Test
  @Order(3)
  void refusesAStanzaOfAnotherCluster() {
    try (ArchivedServer other = ArchivedServer.withFolder();
        Session live = Session.open(other.url(), "test")) {
      Site site = other.site().waiting(Duration.ofSeconds(1));
      assertThat(
              Providers.of(server.recovery(), site).orElseThrow().inspect(live, now()).refusals())
          .anyMatch(
              each ->
                  each.startsWith(
                      "the stanza " + ArchivedServer.STANZA + " is of another cluster"));
    }
  }

  @Test
  @Order(4)
  void refusesAGapInTheArchive() {
    String segment;
    try (Session live = Session.open(server.url(), "test")) {
      segment = RestorePoint.create(live, "gap").segment();
    }
    assertThat(inspected(server.provider()).refusals()).isEmpty();
    server.sh("rm repo/archive/shop/*/*/" + segment + "-*");
    Inspection inspection = inspected(server.provider());
    assertThat(inspection.refusals())
        .singleElement()
        .asString()
        .startsWith("the chain is broken: the segment " + segment + " is not in the archive");
    assertThat(inspection.age()).isTrue();
  }

  @Test
  @Order(5)
  void refusesAChainWithoutItsBeginningAndThenTakesAFullOne() {
    Backup difference = taken();
    assertThat(inspected(server.provider()).refusals()).isEmpty();
    server.sh("rm -r repo/backup/shop/" + difference.chain().getFirst());
    Inspection inspection = inspected(server.provider());
    assertThat(inspection.refusals())
        .singleElement()
        .asString()
        .startsWith(
            "the chain is broken: the backup " + difference.chain().getFirst() + ", which ");
    assertThat(inspection.age()).isTrue();
    assertThat(taken().label()).endsWith("F");
    assertThat(inspected(server.provider()).refusals()).isEmpty();
  }
}
