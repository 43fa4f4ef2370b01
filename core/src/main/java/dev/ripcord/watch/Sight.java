package dev.ripcord.watch;

import dev.ripcord.metric.Reading;
import dev.ripcord.trigger.Condition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one metric now: its newest usable value while that is fresh, else why not. */
final class Sight {
  private final String metric;
  private final Duration stale;

  private double value;
  private @Nullable Instant measured;
  private @Nullable Instant taken;
  private @Nullable String idle;
  private @Nullable Verdict failure;
  private @Nullable Verdict blind;
  private boolean news;
  private boolean gapped;

  Sight(String metric, Duration stale) {
    this.metric = metric;
    this.stale = stale;
  }

  /**
   * @param reading null if the source was not asked since the last poll
   */
  void look(Instant now, @Nullable Reading reading) {
    news = false;
    gapped = false;
    switch (reading) {
      case null -> {}
      case Reading.Value it -> value(now, it);
      case Reading.Idle it -> {
        take(now, now);
        idle = it.why();
      }
      case Reading.NoData it -> failure = new Verdict.NoData(metric + ": " + it.why());
      case Reading.Down it -> failure = new Verdict.SourceDown(metric + ": " + it.why());
    }
    blind = fresh(now) ? null : cause();
  }

  private void value(Instant now, Reading.Value reading) {
    Duration age = Duration.between(reading.at(), now);
    if (age.abs().compareTo(stale) > 0) {
      failure =
          new Verdict.Stale(
              metric
                  + (age.isNegative()
                      ? ": clock skew, the newest value is of a time " + spoken(age) + " ahead"
                      : ": the newest value is " + spoken(age) + " old"));
      return;
    }
    // the same measurement seen again, or one that overtook a newer, is no new sample
    boolean again = idle == null && measured != null && !reading.at().isAfter(measured);
    if (again && fresh(now)) {
      failure = null;
      return;
    }
    take(now, reading.at());
    value = reading.value();
  }

  private void take(Instant now, Instant at) {
    Instant before = taken;
    gapped = before != null && !within(before, now);
    news = true;
    measured = at;
    taken = now;
    idle = null;
    failure = null;
  }

  /** By our clock also since it came: a source whose clock is ahead cannot make it last longer. */
  private boolean fresh(Instant now) {
    return measured != null
        && taken != null
        && Duration.between(measured, now).abs().compareTo(stale) <= 0
        && within(taken, now);
  }

  private boolean within(Instant before, Instant now) {
    Duration since = Duration.between(before, now);
    return !since.isNegative() && since.compareTo(stale) <= 0;
  }

  private Verdict cause() {
    if (failure != null) {
      return failure;
    }
    return measured == null
        ? new Verdict.NoData(metric + ": nothing was measured yet")
        : new Verdict.Stale(metric + ": no value since " + measured);
  }

  private static String spoken(Duration age) {
    return Condition.words(Duration.ofSeconds(age.abs().toSeconds()));
  }

  /** Why nothing is known, or null. */
  @Nullable Verdict blind() {
    return blind;
  }

  /** Why there is nothing to measure, or null. */
  @Nullable String idle() {
    return idle;
  }

  double value() {
    return value;
  }

  /** Whether this poll brought something new. */
  boolean news() {
    return news;
  }

  /** Whether what it brought came too long after what was known before. */
  boolean gapped() {
    return gapped;
  }
}
