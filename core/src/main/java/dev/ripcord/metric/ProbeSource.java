package dev.ripcord.metric;

import dev.ripcord.metric.Prober.Probed;
import dev.ripcord.migration.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the probes of a while tell together. */
final class ProbeSource implements Source {
  private final Measure.Probe probe;
  private final Prober prober;

  ProbeSource(Measure.Probe probe, Prober prober) {
    this.probe = probe;
    this.prober = prober;
  }

  @Override
  public Reading read(Instant now) {
    boolean full =
        prober.began().filter(began -> !began.plus(probe.over()).isAfter(now)).isPresent();
    return of(probe, prober.since(now.minus(probe.over())), full);
  }

  /**
   * @param full whether it was probed through the whole time
   */
  static Reading of(Measure.Probe probe, List<Probed> probes, boolean full) {
    if (!probes.isEmpty() && probes.getLast() instanceof Probed.Blind blind) {
      return new Reading.Down(blind.why());
    }
    List<Probed> counted =
        probes.stream().filter(probed -> !(probed instanceof Probed.Blind)).toList();
    if (counted.isEmpty()) {
      return new Reading.NoData("no probe is through yet");
    }
    if (!full) {
      return new Reading.NoData(
          "probed for less than " + Words.seconds(probe.over()) + ", over which it counts");
    }
    Instant at = counted.getLast().at();
    return switch (probe.of()) {
      case AVAILABILITY -> new Reading.Value(at, (double) good(probe, counted) / counted.size());
      case ERROR_RATE ->
          new Reading.Value(at, (double) (counted.size() - good(probe, counted)) / counted.size());
      case P95 -> p95(counted, at);
    };
  }

  private static long good(Measure.Probe probe, List<Probed> probes) {
    return probes.stream()
        .filter(
            probed ->
                probed instanceof Probed.Answered answered
                    && probe.expect().contain(answered.status()))
        .count();
  }

  /** By the nearest rank. One that came too late took at least as long as was waited for it. */
  private static Reading p95(List<Probed> probes, Instant at) {
    List<Duration> times =
        probes.stream()
            .flatMap(
                probed ->
                    switch (probed) {
                      case Probed.Answered it -> Stream.of(it.took());
                      case Probed.Unanswered it ->
                          it.late() ? Stream.of(it.took()) : Stream.<Duration>empty();
                      case Probed.Blind it -> Stream.<Duration>empty();
                    })
            .sorted()
            .toList();
    if (times.isEmpty()) {
      return new Reading.NoData("no probe was answered");
    }
    int rank = (int) Math.ceil(times.size() * 0.95);
    return new Reading.Value(at, times.get(rank - 1).toNanos() / 1e9);
  }
}
