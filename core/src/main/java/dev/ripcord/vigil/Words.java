package dev.ripcord.vigil;

import dev.ripcord.watch.Verdict;
import java.time.Duration;

/** Verdicts as people, journals and metrics have them. */
public final class Words {
  private Words() {}

  /** The figures. */
  public static String of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Healthy it -> it.detail();
      case Verdict.Breached it -> it.detail();
      case Verdict.NoData it -> it.detail();
      case Verdict.Stale it -> it.detail();
      case Verdict.SourceDown it -> it.detail();
    };
  }

  /** That the clock was set, by so much; negative if back. */
  public static String clockSet(Duration by) {
    return "the clock was set "
        + by.abs().toMillis() / 1000
        + " s "
        + (by.isNegative() ? "back" : "ahead")
        + ": triggers are judged anew from here";
  }

  /** {@code healthy}, {@code breached}, {@code no-data}, {@code stale}, {@code source-down}. */
  public static String kind(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Healthy it -> "healthy";
      case Verdict.Breached it -> "breached";
      case Verdict.NoData it -> "no-data";
      case Verdict.Stale it -> "stale";
      case Verdict.SourceDown it -> "source-down";
    };
  }
}
