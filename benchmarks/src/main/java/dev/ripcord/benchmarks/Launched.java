package dev.ripcord.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The command line, started as users start it. */
final class Launched {
  private Launched() {}

  /** How long it took, in seconds. */
  static double seconds(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("./ripcord"));
    command.addAll(List.of(arguments));
    return Stopwatch.seconds(
        () -> {
          Process process =
              new ProcessBuilder(command)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .redirectError(ProcessBuilder.Redirect.DISCARD)
                  .start();
          if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed");
          }
        });
  }
}
