package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import org.junit.jupiter.api.Test;

@ShortWaits
class StallsTest {
  /** It takes as long as the rehearsal's own question does, which is no stall. */
  @Test
  void whatIsAskedAsideIsNoPartOfAWrite() {
    Stalls stalls = new Stalls();
    long start = System.nanoTime();
    stalls.begin();
    boolean answer =
        stalls.aside(
            () -> {
              Pause.millis(200);
              return true;
            });
    stalls.end();
    assertThat(answer).isTrue();
    assertThat(System.nanoTime() - start).isGreaterThan(200_000_000);
    assertThat(stalls.longest(start, System.nanoTime())).isLessThan(200_000_000);
  }

  @Test
  void onlyWhatLiesWithinTheSpanCounts() {
    Stalls stalls = new Stalls();
    long start = System.nanoTime();
    for (int i = 0; i < 3000; i++) {
      stalls.begin();
      stalls.end();
    }
    stalls.begin();
    Pause.millis(50);
    stalls.end();
    long middle = System.nanoTime();
    assertThat(stalls.longest(start, middle)).isGreaterThan(50_000_000);
    assertThat(stalls.longest(middle - 20_000_000, middle + 1)).isLessThanOrEqualTo(20_000_001);
    assertThat(stalls.longest(middle, middle + 1_000_000)).isNotPositive();
    stalls.begin();
    Pause.millis(30);
    assertThat(stalls.longest(middle, System.nanoTime()))
        .as("of a write that still waits")
        .isGreaterThan(30_000_000);
  }
}
