package dev.ripcord.benchmarks;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of the big table, each on a connection of its own: they read or change one row by its
 * key, wait a little, and go on.
 */
final class Clients implements AutoCloseable {
  private static final int COUNT = 4;
  private static final long PAUSE_NANOS = 5_000_000;

  private final DatabaseUrl url;
  private final int rows;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Long> latencies = new ArrayList<>();
  private volatile boolean stop;

  private Clients(DatabaseUrl url, int rows) {
    this.url = url;
    this.rows = rows;
  }

  static Clients of(DatabaseUrl url, int rows) {
    Clients clients = new Clients(url, rows);
    for (int number = 1; number <= COUNT; number++) {
      long seed = number;
      clients.threads.add(Thread.ofPlatform().daemon().start(() -> clients.work(seed)));
    }
    return clients;
  }

  private void work(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Session session = Session.open(url, "client")) {
      while (!stop) {
        long start = System.nanoTime();
        int id = random.nextInt(rows) + 1;
        if (random.nextBoolean()) {
          List<String> unused =
              session.query("SELECT name FROM big WHERE id = ?", row -> row.text("name"), id);
        } else {
          session.update("UPDATE big SET amount = amount + 1 WHERE id = ?", id);
        }
        note(System.nanoTime() - start);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private synchronized void note(long nanos) {
    latencies.add(nanos);
  }

  /** Forgets what was measured. */
  synchronized void begin() {
    latencies.clear();
  }

  /** In seconds: of 100 statements since then, 95 took no longer. */
  synchronized double p95() {
    List<Long> sorted = latencies.stream().sorted().toList();
    if (sorted.size() < 200) {
      throw new IllegalStateException("too few statements to tell: " + sorted.size());
    }
    return sorted.get(sorted.size() * 95 / 100) / 1e9;
  }

  @Override
  public void close() {
    stop = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
