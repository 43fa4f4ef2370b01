package dev.ripcord.workload;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** When the writes of one writer began and ended, in nanoseconds of {@link System#nanoTime}. */
final class Stalls {
  private static final long NONE = Long.MIN_VALUE;

  private long[] begins = new long[1024];
  private long[] ends = new long[1024];
  private int count;
  private long waitingSince = NONE;

  synchronized void begin() {
    waitingSince = System.nanoTime();
  }

  synchronized void end() {
    if (count == begins.length) {
      begins = Arrays.copyOf(begins, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    begins[count] = waitingSince;
    ends[count] = System.nanoTime();
    count++;
    waitingSince = NONE;
  }

  /**
   * In the middle of a write: what is asked for the rehearsal's own sake keeps no client waiting.
   */
  boolean aside(BooleanSupplier question) {
    end();
    try {
      return question.getAsBoolean();
    } finally {
      begin();
    }
  }

  /**
   * The longest wait inside of the span, in nanoseconds: of a write that reaches over an end of the
   * span only what lies within counts, so that no step answers for its neighbour's lock.
   */
  synchronized long longest(long from, long to) {
    long longest = 0;
    if (waitingSince != NONE) {
      longest = overlap(waitingSince, System.nanoTime(), from, to);
    }
    // ends only grow: nothing that ended before the span can matter
    int first = Arrays.binarySearch(ends, 0, count, from);
    for (int i = first < 0 ? -first - 1 : first; i < count && begins[i] <= to; i++) {
      longest = Math.max(longest, overlap(begins[i], ends[i], from, to));
    }
    return longest;
  }

  private static long overlap(long begin, long end, long from, long to) {
    return Math.min(end, to) - Math.max(begin, from);
  }
}
