package dev.ripcord.execute;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks of a pass that one worker walks, and how far it got.
 *
 * @param next block
 * @param end itself not to be walked
 * @param changedInPass rows
 * @param changed rows, over all passes
 */
record Stretch(int number, long next, long end, long changedInPass, long changed) {
  /** Below this many blocks a stretch is not worth a share of its own. */
  private static final long SHORTEST = 64;

  /** So many for each worker, so that none ends long before the others. */
  private static final int EACH = 4;

  boolean through() {
    return next >= end;
  }

  Stretch after(long block, long more) {
    return new Stretch(number, block, end, changedInPass + more, changed + more);
  }

  Stretch to(long block) {
    return new Stretch(number, next, block, changedInPass, changed);
  }

  /** Without the rows that another stretch knows. */
  Stretch ofItsOwn() {
    return new Stretch(number, next, end, 0, 0);
  }

  /**
   * What is left of some stretches, in pieces for so many workers; the first of them knows the rows
   * that were changed. Never empty.
   */
  static List<Stretch> deal(List<Stretch> before, int workers) {
    long left = before.stream().mapToLong(each -> Math.max(0, each.end() - each.next())).sum();
    long size =
        workers == 1
            ? Long.MAX_VALUE
            : Math.max(SHORTEST, Math.ceilDiv(left, (long) workers * EACH));
    long inPass = before.stream().mapToLong(Stretch::changedInPass).sum();
    long changed = before.stream().mapToLong(Stretch::changed).sum();
    List<Stretch> dealt = new ArrayList<>();
    for (Stretch each : before) {
      for (long from = each.next(); from < each.end(); ) {
        long to = each.end() - from > size ? from + size : each.end();
        boolean first = dealt.isEmpty();
        dealt.add(new Stretch(dealt.size(), from, to, first ? inPass : 0, first ? changed : 0));
        from = to;
      }
    }
    if (dealt.isEmpty()) {
      long end = before.stream().mapToLong(Stretch::end).max().orElse(0);
      dealt.add(new Stretch(0, end, end, inPass, changed));
    }
    return dealt;
  }
}
