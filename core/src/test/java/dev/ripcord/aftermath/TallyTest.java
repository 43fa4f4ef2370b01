package dev.ripcord.aftermath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.aftermath.Marks.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as watched. */
class TallyTest {
  private static final Instant OVER = Instant.parse("2026-11-29T00:00:00Z");

  private static Stretch good(int from, int until) {
    return new Stretch(hour(from), hour(until), List.of(), List.of());
  }

  private static Instant hour(int hours) {
    return OVER.plus(Duration.ofHours(hours));
  }

  private static Tally of(Stretch... stretches) {
    return Tally.of(List.of(stretches), OVER);
  }

  @Test
  void nothingIsWatchedYet() {
    assertThat(of().good()).isZero();
    assertThat(of().gap()).isZero();
  }

  @Test
  void whatIsNotWatchedIsAGap() {
    Tally tally = of(good(1, 3), good(5, 6));
    assertThat(tally.good()).isEqualTo(Duration.ofHours(3));
    assertThat(tally.gap()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void twoThatWatchAtOnceCountOnce() {
    Tally tally = of(good(0, 4), good(1, 3), good(2, 5));
    assertThat(tally.good()).isEqualTo(Duration.ofHours(5));
    assertThat(tally.gap()).isZero();
  }

  @Test
  void blindnessDoesNotCount() {
    Tally tally =
        of(good(0, 1), new Stretch(hour(1), hour(9), List.of(), List.of("x")), good(9, 10));
    assertThat(tally.good()).isEqualTo(Duration.ofHours(2));
    assertThat(tally.gap()).isEqualTo(Duration.ofHours(8));
    assertThat(tally.breach()).isEmpty();
  }

  @Test
  void aBreachBeginsItAnew() {
    Tally tally =
        of(
            good(0, 20),
            new Stretch(hour(20), hour(21), List.of("x: 7 > 5"), List.of()),
            good(21, 23));
    assertThat(tally.good()).isEqualTo(Duration.ofHours(2));
    assertThat(tally.breach()).contains(new Tally.Breach(hour(21), "x: 7 > 5"));
  }
}
