package dev.ripcord.vigil;

import dev.ripcord.watch.Verdict;

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
