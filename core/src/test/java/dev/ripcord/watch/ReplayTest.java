package dev.ripcord.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.metric.Reading;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private static Trigger trigger(String condition) {
    return new Trigger(
        "t", "T", condition, true, Duration.ZERO, List.of(), Set.of(Phase.CONTRACT), false);
  }

  @Test
  void saysWhenItWouldHaveFired() {
    NavigableMap<Instant, Reading> series = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      Instant at = START.plusSeconds(15L * i);
      // bad from 10:05:00 to 10:06:45, silent from 10:15:00 on
      double value = i >= 20 && i <= 27 ? 8 + i / 10.0 : 3;
      if (i < 60) {
        series.put(at, new Reading.Value(at, value));
      }
    }
    Replay.Recording recording =
        new Replay.Recording(
            START, START.plusSeconds(15 * 99), Duration.ofSeconds(15), Map.of("a", series));
    List<Replay.Report> reports =
        Replay.of(
            List.of(trigger("a > 5 for 1 minute"), trigger("a > 5 for 2 minutes")),
            recording,
            Limits.DEFAULT,
            Map.of());
    Replay.Report first = reports.getFirst();
    assertThat(first.firings())
        .containsExactly(
            new Replay.Firing(
                Instant.parse("2026-11-22T10:06:00Z"),
                Instant.parse("2026-11-22T10:06:45Z"),
                "a = 10.4, threshold > 5"));
    // the last value at 10:14:45 is believed until 10:15:45
    assertThat(first.blind()).isEqualTo(Duration.ofMinutes(9));
    assertThat(first.closest())
        .containsExactly(
            new Replay.Closest("a > 5", Instant.parse("2026-11-22T10:06:45Z"), 10.7, 5));
    Replay.Report second = reports.getLast();
    assertThat(second.firings()).isEmpty();
    assertThat(second.longest())
        .containsExactly(
            new Replay.Longest(
                "a > 5 for 2 minutes",
                Instant.parse("2026-11-22T10:06:45Z"),
                Duration.ofSeconds(105),
                Duration.ofMinutes(2)));
  }
}
