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
 * summary goes to {@code docs/chance.md}. {@code -Dripcord.minutes=20} begins no seed after that
 * time; {@code -Dripcord.rehearse=false} only goes forward and back.
 */
class ChanceLongRun {
  private static final Path FOLDER = Path.of("target", "chance");

  @Test
  void everySeedIsProvenOrRefused() throws IOException {
    long first = Long.getLong("ripcord.seed", 1);
    int seeds = Integer.getInteger("ripcord.seeds", 1);
    Tally tally = new Tally();
    boolean rehearse = !System.getProperty("ripcord.rehearse", "true").equals("false");
    Duration most = Duration.ofMinutes(Integer.getInteger("ripcord.minutes", 24 * 60));
    long start = System.nanoTime();
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults())) {
      for (long seed = first; seed < first + seeds && since(start).compareTo(most) < 0; seed++) {
        tally.add(
            seed,
            FOLDER,
            chance ->
                rehearse
                    ? chance.judge(InstalledServer.url(), server.url())
                    : chance.walkOnly(InstalledServer.url()));
        // at any time, for who watches or stops it
        Path unused =
            Files.writeString(FOLDER.resolve("summary.md"), tally.markdown(first, since(start)));
      }
    }
    String summary = tally.markdown(first, since(start));
    if (Boolean.getBoolean("ripcord.write")) {
      Path unused = Files.writeString(Path.of("..", "docs", "chance.md"), summary);
    }
    assertThat(tally.failed()).as(summary).isEmpty();
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
