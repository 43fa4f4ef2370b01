package dev.ripcord.migration;

import java.time.Duration;

/** What must happen before a phase begins. A phase without gates begins by itself. */
public sealed interface Gate {
  /** As users write it: {@code approval}, {@code soak 30m}. */
  String word();

  /**
   * The phase before is watched for a while first.
   *
   * @param time more than nothing
   */
  record Soak(Duration time) implements Gate {
    @Override
    public String word() {
      return "soak " + Durations.brief(time);
    }
  }

  /** A person says that the phase may begin. */
  record Approval() implements Gate {
    @Override
    public String word() {
      return "approval";
    }
  }
}
