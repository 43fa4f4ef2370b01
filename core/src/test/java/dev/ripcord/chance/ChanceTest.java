package dev.ripcord.chance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.InstalledServer;
import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few seeds of {@link ChanceLongRun}, for every build. */
@ExtendWith(TestDatabase.Extension.class)
class ChanceTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void isProvenOrRefused(long seed, TestDatabase database) {
    Outcome outcome = new Chance(seed, folder).judge(InstalledServer.url(), database.url());
    assertThat(outcome).as("seed " + seed).isNotInstanceOf(Outcome.Failed.class);
  }

  @Test
  void theSameSeedMakesTheSame() {
    for (long seed = 1; seed <= 50; seed++) {
      Dice one = new Dice(seed);
      Dice other = new Dice(seed);
      RandomSchema schema = RandomSchema.of(one);
      assertThat(RandomSchema.of(other)).isEqualTo(schema);
      assertThat(RandomMigration.of(other, schema)).isEqualTo(RandomMigration.of(one, schema));
    }
  }
}
