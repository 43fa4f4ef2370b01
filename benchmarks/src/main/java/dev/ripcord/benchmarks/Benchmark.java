package dev.ripcord.benchmarks;

import java.util.List;
import java.util.Optional;

/** Measures one thing against another in the same run. */
interface Benchmark {
  /** A word by which it is chosen on the command line. */
  String name();

  List<Result> measure() throws Exception;

  /** What a reader of the figures must know, if they do not speak for themselves. */
  default Optional<String> note() {
    return Optional.empty();
  }
}
