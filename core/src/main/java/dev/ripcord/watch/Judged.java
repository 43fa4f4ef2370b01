package dev.ripcord.watch;

import org.jspecify.annotations.Nullable;

/**
 * What a part of a condition says at one poll.
 *
 * @param now at the poll
 * @param through likewise, but unknown if it was out of sight for too long since the poll before
 * @param cause why it is unknown
 */
record Judged(Truth now, Truth through, @Nullable Verdict cause) {
  static Judged blind(Verdict cause) {
    return new Judged(Truth.UNKNOWN, Truth.UNKNOWN, cause);
  }

  static Judged seen(Truth now, boolean gapped) {
    return new Judged(now, gapped ? Truth.UNKNOWN : now, null);
  }

  /** The one that weighs more: a source that is down, then what is stale, then no data. */
  static @Nullable Verdict worse(@Nullable Verdict one, @Nullable Verdict other) {
    return weight(other) > weight(one) ? other : one;
  }

  private static int weight(@Nullable Verdict cause) {
    return switch (cause) {
      case null -> 0;
      case Verdict.Healthy ignored -> 0;
      case Verdict.Breached ignored -> 0;
      case Verdict.NoData ignored -> 1;
      case Verdict.Stale ignored -> 2;
      case Verdict.SourceDown ignored -> 3;
    };
  }
}
