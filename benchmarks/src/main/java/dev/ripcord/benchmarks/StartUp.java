package dev.ripcord.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** How long a person waits for the first word. */
record StartUp() implements Benchmark {
  private static final int ROUNDS = 11;

  @Override
  public String name() {
    return "start-up";
  }

  @Override
  public List<Result> measure() throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      seconds.add(Launched.seconds("--help"));
    }
    return List.of(Result.seconds("ripcord --help", Stopwatch.median(seconds), Result.atMost(0.5)));
  }
}
