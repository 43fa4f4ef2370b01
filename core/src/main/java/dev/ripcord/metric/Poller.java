package dev.ripcord.metric;

import dev.ripcord.migration.Metric;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Asks each source at its interval, each on a thread of its own, and keeps the newest readings. */
public final class Poller implements AutoCloseable {
  private final Map<String, Reading> newest = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final InstantSource clock;
  private volatile boolean closed;

  private Poller(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Begins to ask, each source at once.
   *
   * @param metrics those of the sources
   * @param sources whose owner closes them, after the poller
   */
  public static Poller start(Map<String, Metric> metrics, Sources sources, InstantSource clock) {
    return start(metrics, sources.all(), clock);
  }

  static Poller start(
      Map<String, Metric> metrics, Map<String, Source> sources, InstantSource clock) {
    Poller poller = new Poller(clock);
    sources.forEach(
        (name, source) -> {
          Metric metric = metrics.get(name);
          if (metric == null) {
            throw new IllegalArgumentException("a source of the unknown metric " + name);
          }
          Thread thread =
              Thread.ofPlatform()
                  .daemon()
                  .name("ripcord-poll-" + name)
                  .unstarted(() -> poller.ask(name, source, metric.interval()));
          poller.threads.add(thread);
        });
    poller.threads.forEach(Thread::start);
    return poller;
  }

  /** Polls late rather than twice: after a long answer the next question waits for its turn. */
  private void ask(String name, Source source, Duration interval) {
    long next = System.nanoTime();
    while (!closed) {
      Reading reading = source.read(clock.instant());
      if (closed) {
        return;
      }
      newest.put(name, reading);
      next += interval.toNanos();
      long now = System.nanoTime();
      if (next < now) {
        next = now;
      }
      while (!closed && System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
        if (Thread.interrupted()) {
          return;
        }
      }
    }
  }

  /** The newest reading of each metric that was read; a snapshot. */
  public Map<String, Reading> readings() {
    return Map.copyOf(newest);
  }

  /** Stops asking; what is under way ends within its timeout and counts no more. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
