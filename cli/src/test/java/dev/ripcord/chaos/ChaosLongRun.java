package dev.ripcord.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * As many seeds as one has time for. Not part of the suite: {@code mvn -pl core,cli test
 * -Dtest=ChaosLongRun -Dsurefire.failIfNoSpecifiedTests=false -Dripcord.seeds=200}; {@code
 * -Dripcord.seed=N} alone repeats one. With {@code -Dripcord.write=true} the summary goes to {@code
 * docs/chaos.md}; {@code -Dripcord.minutes=20} begins no seed after that time.
 */
class ChaosLongRun {
  private static final Path FOLDER = Path.of("target", "chaos");

  @Test
  void everySeedEndsExactlyAfterOrBefore() throws IOException {
    long first = Long.getLong("ripcord.seed", 1);
    int seeds = Integer.getInteger("ripcord.seeds", 1);
    Duration most = Duration.ofMinutes(Integer.getInteger("ripcord.minutes", 24 * 60));
    long start = System.nanoTime();
    ChaosTally tally = new ChaosTally();
    Path folder = Files.createDirectories(FOLDER);
    String summary = "";
    try (Chaos chaos =
        new Chaos(
            Integer.getInteger("ripcord.major", 18), Integer.getInteger("ripcord.rows", 3_000))) {
      for (long seed = first; seed < first + seeds && since(start).compareTo(most) < 0; seed++) {
        Draw draw = chaos.draw(seed);
        long began = System.nanoTime();
        Outcome outcome = judge(chaos, draw);
        tally.add(draw, outcome);
        System.out.println(draw + ": " + line(outcome) + ", " + since(began).toMillis() + " ms");
        if (outcome instanceof Outcome.Failed failed) {
          Path unused =
              Files.writeString(
                  folder.resolve("seed-" + seed + ".txt"), draw + "\n" + failed.what());
        }
        // at any time, for who watches or stops it
        summary = tally.markdown(chaos.serverVersion(), since(start));
        Path unused = Files.writeString(folder.resolve("summary.md"), summary);
      }
    }
    if (Boolean.getBoolean("ripcord.write")) {
      Path unused = Files.writeString(Path.of("..", "docs", "chaos.md"), summary);
    }
    assertThat(tally.failed()).as(summary).isEmpty();
  }

  private static String line(Outcome outcome) {
    return outcome.toString().lines().findFirst().orElse("");
  }

  /** What goes wrong in an unexpected way is a defect like any other. */
  private static Outcome judge(Chaos chaos, Draw draw) {
    try {
      return chaos.judge(draw);
    } catch (RuntimeException | AssertionError e) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace, true));
      return new Outcome.Failed(0, 0, "exception: " + trace);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
