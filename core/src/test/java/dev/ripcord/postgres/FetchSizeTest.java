package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchSizeTest {
  private final FetchSize size = new FetchSize();

  /** Reads one fetch of rows that are this wide. */
  private int fetch(long width) {
    int rows = size.rows();
    for (int i = 1; i <= rows; i++) {
      assertThat(size.add(width)).isEqualTo(i == rows);
    }
    return size.rows();
  }

  @Test
  void narrowRowsAreSoonReadByTheHundred() {
    assertThat(size.rows()).isEqualTo(4);
    assertThat(fetch(50)).isEqualTo(16);
    assertThat(fetch(50)).isEqualTo(64);
    assertThat(fetch(0)).isEqualTo(256);
    assertThat(fetch(50)).isEqualTo(256);
  }

  @Test
  void wideRowsAreReadByTheFew() {
    assertThat(fetch(2_000_000)).isEqualTo(2);
    assertThat(fetch(2_000_000)).isEqualTo(2);
    assertThat(fetch(100_000_000)).isEqualTo(1);
    assertThat(fetch(100_000)).isEqualTo(4);
    assertThat(fetch(100_000)).isEqualTo(16);
    assertThat(fetch(100_000)).isEqualTo(40);
    assertThat(fetch(100_000)).isEqualTo(40);
  }
}
