package dev.ripcord.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures contenders in turn, several rounds, so that a slow minute is slow for all of them. */
final class Stopwatch {
  private static final int ROUNDS = 3;

  private Stopwatch() {}

  /** Something whose duration counts. */
  interface Contender {
    void run() throws Exception;
  }

  /** The median of each contender's rounds, in seconds, in their order. */
  static List<Double> medians(Contender... contenders) throws Exception {
    List<List<Double>> all = new ArrayList<>();
    for (Contender ignored : contenders) {
      all.add(new ArrayList<>());
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < contenders.length; i++) {
        all.get(i).add(seconds(contenders[i]));
      }
    }
    return all.stream().map(Stopwatch::median).toList();
  }

  static double seconds(Contender contender) throws Exception {
    long start = System.nanoTime();
    contender.run();
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
