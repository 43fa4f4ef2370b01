package dev.ripcord.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seeds of {@link ChaosLongRun}, for every build. */
@Timeout(240)
@Isolated("it kills and judges by what clients and a server do meanwhile")
class ChaosTest {
  private static Chaos chaos;

  @BeforeAll
  static void start() {
    chaos = new Chaos(18, 600);
  }

  @AfterAll
  static void stop() {
    chaos.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void endsExactlyAfterOrBefore(long seed) {
    Draw draw = chaos.draw(seed);
    assertThat(chaos.judge(draw)).as(draw.toString()).isNotInstanceOf(Outcome.Failed.class);
  }
}
