package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ripcord.problem.RipcordException;
import dev.ripcord.recover.Restored.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryProjectionTest {
  private static final long MB = 1_000_000;
  private static final Instant AT = Instant.parse("2026-11-29T06:00:00Z");

  /** Two seconds and a second for each 100 MB; a second and one for each 10 MB of WAL. */
  private static RecoveryTime time(long megabytes, long wal, String... reasons) {
    Measured measured =
        new Measured(
            megabytes * MB,
            wal * MB,
            Duration.ofMillis(2_000 + megabytes * 10),
            Duration.ofMillis(1_000 + wal * 100),
            Duration.ofMillis(50));
    return new RecoveryTime(
        AT,
        "m",
        "basebackup",
        "/backups",
        "label",
        "latest",
        measured,
        megabytes * MB,
        List.of(
            new RecoveryTime.Validation("t", "SELECT 1", Optional.of("1"), "1", "1"),
            new RecoveryTime.Validation("u", "SELECT 2", Optional.empty(), "2", "3")),
        List.of(reasons),
        List.of("note"),
        List.of("command"));
  }

  @Test
  void fitsEachStageToTwoSizes() {
    RecoveryProjection projection =
        RecoveryProjection.of(List.of(time(100, 10), time(300, 20)), 1_000 * MB).orElseThrow();
    assertThat(projection.projected()).isTrue();
    // 2 + 10 s of files; the WAL of the last rehearsal, 1 + 2 s
    assertThat(projection.duration().toMillis()).isCloseTo(15_050L, within(1L));
    assertThat(projection.basis())
        .isEqualTo(
            "to 1.0 GB and 20.0 MB of WAL from 2 rehearsals on 100.0 MB to 300.0 MB; the last took"
                + " 8.1 s on 300.0 MB");
  }

  @Test
  void saysOfOneSizeThatItIsOne() {
    RecoveryProjection projection =
        RecoveryProjection.of(List.of(time(100, 10), time(105, 10)), 1_000 * MB).orElseThrow();
    assertThat(projection.projected()).isFalse();
    assertThat(projection.duration()).isEqualTo(time(105, 10).measured().total());
    assertThat(projection.basis()).contains("on 105.0 MB").contains("the live cluster has 1.0 GB");
  }

  @Test
  void leavesOutWhatProvedNothing() {
    assertThat(RecoveryProjection.of(List.of(time(100, 10, "it failed")), MB)).isEmpty();
    assertThat(RecoveryProjection.of(List.of(), MB)).isEmpty();
  }

  /** Noise must not make a larger cluster faster than a smaller one. */
  @Test
  void neverProjectsThatMoreTakesLess() {
    Measured small = new Measured(100 * MB, 0, Duration.ofSeconds(9), Duration.ZERO, Duration.ZERO);
    Measured large = new Measured(300 * MB, 0, Duration.ofSeconds(7), Duration.ZERO, Duration.ZERO);
    assertThat(RecoveryProjection.to(List.of(small, large), 900 * MB, 0))
        .isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void readsWhatItWrites() {
    List<RecoveryTime> all = List.of(time(100, 10), time(300, 20, "it failed"));
    String text = RecoveryTime.write(all);
    assertThat(RecoveryTime.read(text)).isEqualTo(all);
    assertThatThrownBy(() -> RecoveryTime.read(text.replace("not-proven", "proven")))
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("a verdict that its reasons do not bear out");
    assertThatThrownBy(() -> RecoveryTime.read("{}")).isInstanceOf(RipcordException.class);
  }
}
