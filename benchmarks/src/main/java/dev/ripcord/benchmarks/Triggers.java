package dev.ripcord.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.ConditionReader;
import dev.ripcord.watch.Limits;
import dev.ripcord.watch.TriggerWatch;
import dev.ripcord.watch.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What it costs to judge many triggers once a second, and whether memory stays what it is. */
record Triggers() implements Benchmark {
  private static final int COUNT = 10_000;
  private static final int SECONDS = 600;
  private static final List<String> CONDITIONS =
      List.of(
          "error_rate > baseline * 5 for 5 minutes",
          "p95_response_time > baseline * 3 for 10 minutes",
          "availability < 95% for 2 minutes",
          "data_validation_failures > 0",
          "migration_progress unchanged for 30 minutes");
  private static final Map<String, Baseline> BASELINES =
      Map.of(
          "error_rate", baseline("error_rate"), "p95_response_time", baseline("p95_response_time"));

  @Override
  public String name() {
    return "triggers";
  }

  @Override
  public List<Result> measure() {
    Limits limits = Limits.DEFAULT;
    List<TriggerWatch> watches = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      String condition = CONDITIONS.get(i % CONDITIONS.size());
      watches.add(new TriggerWatch(ConditionReader.parse(condition), limits));
    }
    Instant start = Instant.EPOCH;
    long after = 0;
    long begin = cpu();
    int outcomes = 0;
    for (int second = 0; second < SECONDS; second++) {
      if (second == 60) {
        long paused = cpu();
        after = heap();
        begin += cpu() - paused;
      }
      outcomes += second(watches, start.plusSeconds(second), second);
    }
    double cpu = (cpu() - begin) / 1e9;
    double growth = (heap() - after) / (double) after;
    if (outcomes != COUNT * SECONDS || watches.size() != COUNT) {
      throw new IllegalStateException("not every trigger was judged every second");
    }
    return List.of(
        Result.ratio(
            "10,000 triggers at one sample per second: CPU of one core",
            cpu,
            SECONDS,
            Result.atMost(0.1)),
        Result.ratio(
            "their heap after ten minutes against after one, both collected",
            1 + growth,
            1,
            Result.atMost(1.05)));
  }

  /** Every trigger has readings of its own, as if each watched another service. */
  private static int second(List<TriggerWatch> watches, Instant now, int second) {
    int judged = 0;
    for (int i = 0; i < watches.size(); i++) {
      double noise = (i * 31 + second * 17) % 1000 / 1e6;
      Map<String, Reading> readings =
          switch (i % CONDITIONS.size()) {
            case 0 -> Map.of("error_rate", new Reading.Value(now, 0.01 + noise * 60));
            case 1 -> Map.of("p95_response_time", new Reading.Value(now, 0.02 + noise));
            case 2 -> Map.of("availability", new Reading.Value(now, 0.96 - noise * 20));
            case 3 -> Map.of("data_validation_failures", new Reading.Value(now, 0));
            default ->
                Map.of("migration_progress", new Reading.Value(now, Math.floorDiv(second, 100)));
          };
      Verdict verdict = watches.get(i).take(now, readings, BASELINES);
      judged += verdict.blind() ? 0 : 1;
    }
    return judged;
  }

  private static Baseline baseline(String metric) {
    return new Baseline(metric, 0.01, 0.01, 40, Duration.ofMinutes(10), false);
  }

  /** Of the whole process, so that the collector counts too. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Override
  public Optional<String> note() {
    return Optional.of(
        "Triggers: the five default conditions, 2,000 times each, over 600 simulated seconds; the ratio"
            + " is seconds of CPU per simulated second.\n");
  }
}
