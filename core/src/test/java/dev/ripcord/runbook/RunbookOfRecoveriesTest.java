package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.recover.Restored;
import dev.ripcord.rehearse.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The last rung as rehearsals of it measured it. */
class RunbookOfRecoveriesTest {
  private static final long MB = 1_000_000;

  private final Proof proof = Fixtures.proven();
  private final Runbook without = RunbookWriter.of(proof);

  private RecoveryTime time(String migration, long megabytes, String... reasons) {
    List<RecoveryTime.Validation> seen =
        without.recovery().validations().stream()
            .filter(each -> each.query().isPresent())
            .map(
                each ->
                    new RecoveryTime.Validation(
                        each.title(), each.query().orElseThrow(), Optional.empty(), "41", "42"))
            .toList();
    return new RecoveryTime(
        Instant.parse("2026-11-29T06:00:00Z"),
        migration,
        "basebackup",
        "/backups",
        "20261129T050000Z",
        "latest",
        new Restored.Measured(
            megabytes * MB,
            MB,
            Duration.ofMillis(megabytes * 10),
            Duration.ofSeconds(1),
            Duration.ZERO),
        1_000 * MB,
        seen,
        List.of(reasons),
        List.of(),
        List.of("cp -a /backups/20261129T050000Z /srv/restored"));
  }

  private String name() {
    return proof.plan().migration().name();
  }

  @Test
  void statesWhatWasMeasuredAndItsCommandsAndValues() {
    Runbook runbook = RunbookWriter.of(proof, List.of(time(name(), 100)));
    Runbook.DataRecovery recovery = runbook.recovery();
    assertThat(recovery.duration().basis()).isEqualTo(Runbook.Basis.MEASURED);
    assertThat(recovery.duration().words()).startsWith("2 s (measured on 100.0 MB");
    assertThat(recovery.scripts())
        .first()
        .isEqualTo("cp -a /backups/20261129T050000Z /srv/restored");
    assertThat(recovery.validations())
        .filteredOn(each -> each.title().startsWith("Rows of "))
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(each.expected().orElseThrow())
                    .isEqualTo(
                        "41 when latest was restored at 2026-11-29T06:00:00Z; the live database had"
                            + " 42 then"));
    assertThat(RunbookText.of(runbook)).contains("measured on 100.0 MB");
    assertThat(RunbookMarkdown.of(runbook)).contains("measured on 100.0 MB");
    assertThat(RunbookJson.read(RunbookJson.of(runbook))).isEqualTo(runbook);
    assertThat(runbook.header().id()).isNotEqualTo(without.header().id());
    assertThat(RunbookCheck.check(runbook, proof.plan())).isEmpty();
  }

  @Test
  void projectsFromTwoSizes() {
    Runbook runbook = RunbookWriter.of(proof, List.of(time(name(), 100), time(name(), 200)));
    assertThat(runbook.recovery().duration().basis()).isEqualTo(Runbook.Basis.PROJECTED);
    assertThat(runbook.recovery().duration().duration()).contains(Duration.ofSeconds(11));
  }

  @Test
  void saysWhyNoRehearsalSucceeded() {
    Runbook runbook = RunbookWriter.of(proof, List.of(time(name(), 100, "the archive has a gap")));
    assertThat(runbook.recovery().duration().words())
        .isEqualTo(
            "not measured (no rehearsal succeeded; the last, of 2026-11-29T06:00:00Z: the archive"
                + " has a gap)");
  }

  @Test
  void leavesOutThoseOfOtherMigrations() {
    Runbook runbook = RunbookWriter.of(proof, List.of(time("another", 100)));
    assertThat(runbook.recovery()).isEqualTo(without.recovery());
  }
}
