package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallsTest {
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
