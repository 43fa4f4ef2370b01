package dev.ripcord.chance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.InstalledServer;
import dev.ripcord.postgres.ScratchOptions;
import dev.ripcord.postgres.ScratchServer;
import dev.ripcord.postgres.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * As many seeds as one has time for. Not part of the suite: {@code mvn -pl core test
 * -Dtest=ChanceLongRun -Dripcord.seeds=300 -Dripcord.seed=1}; with {@code -Dripcord.write=true} the
 * summary goes to {@code docs/chance.md}.
 */
class ChanceLongRun {
  private static final Path FOLDER = Path.of("target", "chance");

  @Test
  void everySeedIsProvenOrRefused() throws IOException {
    long first = Long.getLong("ripcord.seed", 1);
    int seeds = Integer.getInteger("ripcord.seeds", 1);
    Tally tally = new Tally();
    long start = System.nanoTime();
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults())) {
      for (long seed = first; seed < first + seeds; seed++) {
        tally.add(seed, FOLDER, chance -> chance.judge(InstalledServer.url(), server.url()));
      }
    }
    String summary = tally.markdown(first, Duration.ofNanos(System.nanoTime() - start));
    Path unused = Files.writeString(FOLDER.resolve("summary.md"), summary);
    if (Boolean.getBoolean("ripcord.write")) {
      unused = Files.writeString(Path.of("..", "docs", "chance.md"), summary);
    }
    assertThat(tally.failed()).as(summary).isEmpty();
  }
}
