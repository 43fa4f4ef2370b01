package dev.ripcord.benchmarks;

import java.util.List;

/** Measures one thing against another in the same run. */
interface Benchmark {
  /** A word by which it is chosen on the command line. */
  String name();

  List<Result> measure() throws Exception;
}
