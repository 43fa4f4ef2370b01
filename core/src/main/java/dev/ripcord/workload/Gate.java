package dev.ripcord.workload;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;

/** Lets writers in one write at a time, and can wait until none is inside. Safe for use by all. */
final class Gate {
  private int inside;
  private boolean shut;
  private boolean finished;
  private long openSince = System.nanoTime();
  private long openNanos;

  /** Waits until the gate is open; false when there is nothing more to do. */
  synchronized boolean enter() throws InterruptedException {
    while (shut && !finished) {
      wait();
    }
    if (finished) {
      return false;
    }
    inside++;
    return true;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /**
   * Lets nobody in any more and waits until nobody is inside.
   *
   * @return whether it was open before
   * @throws RipcordException if somebody is inside for longer than the limit; it stays shut then
   */
  synchronized boolean shut(Duration limit) throws InterruptedException {
    boolean wasOpen = !shut;
    if (wasOpen) {
      openNanos += System.nanoTime() - openSince;
      shut = true;
    }
    long deadline = System.nanoTime() + limit.toNanos();
    while (inside > 0 && !finished) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new RipcordException(
            ProblemCode.DATABASE,
            inside + " writers did not finish their write within " + limit.toSeconds() + " s",
            null);
      }
      wait(left);
    }
    return wasOpen;
  }

  synchronized void open() {
    if (shut) {
      openSince = System.nanoTime();
      shut = false;
      notifyAll();
    }
  }

  /** Lets nobody in for good and wakes all who wait. */
  synchronized void finish() {
    finished = true;
    notifyAll();
  }

  /** Nanoseconds for which it was open. */
  synchronized long openNanos() {
    return shut ? openNanos : openNanos + System.nanoTime() - openSince;
  }
}
