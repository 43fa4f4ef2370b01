package dev.ripcord.execute;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One pass over a table by one or several workers: who walks what, and how it ends. */
final class Pass {
  private final int number;
  private final long blocks;

  @GuardedBy("this")
  private final Map<Integer, Stretch> stretches = new TreeMap<>();

  @GuardedBy("this")
  private final Deque<Stretch> untaken;

  @GuardedBy("this")
  private int walking;

  @GuardedBy("this")
  private Optional<RunOutcome> failure = Optional.empty();

  @GuardedBy("this")
  private Optional<String> shortage = Optional.empty();

  Pass(int number, List<Stretch> dealt) {
    this.number = number;
    this.blocks = dealt.stream().mapToLong(Stretch::end).max().orElse(0);
    dealt.forEach(each -> stretches.put(each.number(), each));
    this.untaken = new ArrayDeque<>(dealt.stream().filter(each -> !each.through()).toList());
  }

  int number() {
    return number;
  }

  /** A stretch for a worker, who either walks it to its end or reports a failure. */
  synchronized Optional<Stretch> take() {
    if (failure.isPresent() || untaken.isEmpty()) {
      return Optional.empty();
    }
    walking++;
    return Optional.of(untaken.removeFirst());
  }

  /** A batch is committed. */
  synchronized void put(Stretch stretch) {
    Stretch unused = stretches.put(stretch.number(), stretch);
    if (stretch.through()) {
      walking--;
      notifyAll();
    }
  }

  /** The first failure ends the pass for all. */
  synchronized void fail(RunOutcome outcome) {
    if (failure.isEmpty()) {
      failure = Optional.of(outcome);
    }
    notifyAll();
  }

  synchronized Optional<RunOutcome> failure() {
    return failure;
  }

  /** Whether a worker could still be dealt something. */
  synchronized boolean wantsWorkers() {
    return failure.isEmpty() && !untaken.isEmpty();
  }

  /** A worker has no connection, for all are in use. */
  synchronized void shortOf(String why) {
    shortage = Optional.of(why);
  }

  /** Why not all workers work; said once. */
  synchronized Optional<String> shortage() {
    Optional<String> why = shortage;
    shortage = Optional.empty();
    return why;
  }

  /** Whether nobody walks any more; waits for that, but not for long. */
  synchronized boolean over(long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (failure.isEmpty() && walking > 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while workers were at work", e);
    }
  }

  synchronized long changedInPass() {
    return stretches.values().stream().mapToLong(Stretch::changedInPass).sum();
  }

  synchronized long changed() {
    return stretches.values().stream().mapToLong(Stretch::changed).sum();
  }

  /** How far it got. */
  synchronized Observer.Batch batch(Held held) {
    long left = stretches.values().stream().mapToLong(each -> each.end() - each.next()).sum();
    return new Observer.Batch(number, Math.max(0, blocks - left), blocks, changed(), held.why());
  }

  /** What the next pass begins with; it knows the rows that were changed. */
  synchronized Stretch next(long from, long end) {
    return new Stretch(0, from, end, 0, changed());
  }
}
