package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Check;
import dev.ripcord.migration.Recovery;
import dev.ripcord.plan.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written down of recovery is read back as it was. */
class WordsOfRecoveryTest {
  private static final Instant AT = Instant.parse("2026-11-29T06:00:08.123456Z");

  @Test
  void ofTheMigration() {
    Recovery all =
        new Recovery(
            Optional.of(Recovery.Provider.BASEBACKUP),
            Optional.of("/b"),
            Optional.empty(),
            Optional.of("/a"),
            Duration.ofHours(3),
            Recovery.Take.NEVER,
            Optional.of("/s"),
            Duration.ofDays(7),
            List.of(
                new Check.Sql("A", "SELECT 1", "1"),
                new Check.Http("B", "https://shop.example", 204, Duration.ofMillis(1500))));
    Recovery none =
        new Recovery(
            Optional.empty(),
            Optional.empty(),
            Duration.ofHours(24),
            Duration.ofDays(7),
            List.of());
    for (Recovery each : List.of(all, none)) {
      String text = CanonicalJson.write(RecoveryJson.write(each));
      assertThat(RecoveryJson.read(CanonicalJson.read(text))).isEqualTo(each);
    }
  }

  @Test
  void ofABackup() {
    Backup backup = new Backup("my shop-20261129T060008Z", AT, 123, List.of("a", "b"));
    for (BackupNote note :
        List.of(
            new BackupNote(backup, Optional.empty()),
            new BackupNote(backup, Optional.of(Duration.ofMillis(1500))))) {
      assertThat(BackupNote.parse(note.words())).contains(note);
    }
    assertThat(BackupNote.parse("begun: into /b")).isEmpty();
  }

  @Test
  void ofAPoint() {
    String run = "a-very-long-migration-of-whom-nobody-knows-why-it-is-as-long-2-20261129T060008Z";
    String name = RestorePoint.name(run, "complete", "12345");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSize(63);
    assertThat(name).startsWith("ripcord-a-very").endsWith("-20261129T060008Z-complete-12345");
    assertThat(RestorePoint.name("größe-20261129T060008Z", "expand", "0"))
        .isEqualTo("ripcord-gr__e-20261129T060008Z-expand-0");
    RestorePoint point = new RestorePoint(name, "0/3000148", AT, "000000010000000000000003");
    assertThat(RestorePoint.parse(point.words())).contains(point);
  }

  @Test
  void ofASegment() {
    long megabyte = 1 << 20;
    for (String name : List.of("000000010000000000000FFF", "0000000A000000020000001B")) {
      assertThat(WalFile.parse(name, megabyte).orElseThrow().name(megabyte)).isEqualTo(name);
    }
    assertThat(WalFile.at(1, "0/3000148", 16 * megabyte).name(16 * megabyte))
        .isEqualTo("000000010000000000000003");
    assertThat(WalFile.parse("00000002.history", megabyte)).isEmpty();
    assertThat(WalFile.parse("000000010000000000000003.partial", megabyte)).isEmpty();
  }
}
