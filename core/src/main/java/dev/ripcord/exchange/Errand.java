package dev.ripcord.exchange;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does something on a thread of its own, and waits no longer than it may. On one of the platform: a
 * look-up of a name holds the carrier of a virtual one, and there are few.
 *
 * <p>A look-up that hangs ends for no interrupt, so its thread is left behind. If {@link #MOST} of
 * one destination are, what is asked of it is late at once, until one of them ends.
 */
public final class Errand {
  /** Threads that are left behind for one destination. */
  static final int MOST = 16;

  private static final Errand OF_ALL = new Errand();

  @GuardedBy("this")
  private final Map<String, List<Thread>> behind = new HashMap<>();

  private Errand() {}

  /**
   * Does it.
   *
   * @param destination such as a host
   * @param longest to wait
   * @throws ExecutionException with what it threw
   * @throws TimeoutException if it was not through in time, or was not begun for those before it
   */
  public static <T> T run(String destination, Callable<T> task, Duration longest)
      throws ExecutionException, TimeoutException, InterruptedException {
    return OF_ALL.sent(destination, task, longest);
  }

  private <T> T sent(String destination, Callable<T> task, Duration longest)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (crowded(destination)) {
      throw new TimeoutException(MOST + " requests hang still");
    }
    FutureTask<T> running = new FutureTask<>(task);
    Thread thread = Thread.ofPlatform().daemon().name("ripcord-request").unstarted(running);
    thread.start();
    try {
      return running.get(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS);
    } finally {
      if (running.cancel(true)) {
        leave(destination, thread);
      }
    }
  }

  private synchronized void leave(String destination, Thread thread) {
    behind.computeIfAbsent(destination, unused -> new ArrayList<>()).add(thread);
  }

  private synchronized boolean crowded(String destination) {
    List<Thread> left = behind.getOrDefault(destination, List.of());
    if (left.isEmpty()) {
      return false;
    }
    boolean unused = left.removeIf(thread -> !thread.isAlive());
    if (left.isEmpty()) {
      List<Thread> unusedToo = behind.remove(destination);
    }
    return left.size() >= MOST;
  }
}
