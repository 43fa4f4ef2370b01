package dev.ripcord.execute;

import java.time.Duration;
import java.util.List;

/**
 * What a unit and everybody else did to each other by locks, as far as it was seen: looked at while
 * the unit ran and once more before its commit.
 *
 * @param ourLongestWait for one lock
 * @param longestStall of anybody who waited behind us, also behind a request of ours that waited
 * @param heldUp who they were, longest wait first
 * @param blockers whom we waited for
 */
public record LockCare(
    Duration ourLongestWait, Duration longestStall, List<String> heldUp, List<String> blockers) {
  /** Nobody waited. */
  public static final LockCare NONE =
      new LockCare(Duration.ZERO, Duration.ZERO, List.of(), List.of());

  public LockCare {
    heldUp = List.copyOf(heldUp);
    blockers = List.copyOf(blockers);
  }

  /** For the journal. */
  String inWords() {
    String waited =
        ourLongestWait.isZero()
            ? "no wait for a lock seen"
            : "waited " + words(ourLongestWait) + " for a lock" + whom(" of ", blockers);
    String stalled =
        longestStall.isZero()
            ? "nobody seen held up"
            : "held others up " + words(longestStall) + " at most" + whom(": ", heldUp);
    return waited + "; " + stalled;
  }

  private static String whom(String link, List<String> who) {
    return who.isEmpty() ? "" : link + String.join(", ", who);
  }

  /** Such as {@code 12 ms}, {@code 3.4 s} or {@code 75 s}. */
  static String words(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    return millis < 10_000
        ? millis / 1_000 + "." + millis % 1_000 / 100 + " s"
        : millis / 1_000 + " s";
  }
}
