package dev.ripcord.execute;

import dev.ripcord.migration.Pace;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Walks stretches of a pass on a session and a thread of its own, beside the engine's. */
final class Worker implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Connection connection;
  private final Batches batches;
  private final Pass pass;
  private final Throttle throttle;
  private final Pace pace;
  private final Fence fence;
  private final Batches.Size size;
  private volatile boolean stop;
  private volatile @Nullable Session session;
  private @Nullable Thread thread;

  Worker(
      Connection connection,
      Batches batches,
      Pass pass,
      Throttle throttle,
      Pace pace,
      Fence fence) {
    this.connection = connection;
    this.batches = batches;
    this.pass = pass;
    this.throttle = throttle;
    this.pace = pace;
    this.fence = fence;
    this.size = batches.size(pace);
  }

  void start() {
    Thread fresh = Thread.ofPlatform().daemon().name("ripcord-worker").unstarted(this::work);
    thread = fresh;
    fresh.start();
  }

  private void work() {
    try (Session own = opened()) {
      if (own == null) {
        return;
      }
      session = own;
      int pid = Pooler.pid(own);
      batches.patience().beside(pid, true);
      try {
        for (Optional<Stretch> taken = pass.take(); taken.isPresent(); taken = pass.take()) {
          walk(own, taken.get());
        }
      } finally {
        batches.patience().beside(pid, false);
      }
    } catch (RipcordException e) {
      pass.fail(
          lost(e)
              ? batches.broken("the connection broke during a worker's batch: resume")
              : batches.failed(String.valueOf(e.getMessage()), List.of()));
    } catch (RuntimeException | Error e) {
      pass.fail(batches.failed("a worker failed: " + e, List.of()));
    }
  }

  /**
   * Where all connections are in use, one may be free a moment later; the engine walks meanwhile.
   *
   * @return null if there is nothing left to do
   */
  private @Nullable Session opened() {
    long millis = PAUSE_MILLIS;
    boolean waits = false;
    while (true) {
      try {
        Session own = connection.worker();
        if (waits) {
          throttle.oneMore();
        }
        return own;
      } catch (DatabaseException e) {
        if (!e.noneFree()) {
          throw e;
        }
        if (!waits) {
          waits = true;
          throttle.oneFewer();
          pass.shortOf(String.valueOf(e.getMessage()));
        }
      }
      if (stop || !pass.wantsWorkers()) {
        return null;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      millis = Math.min(LONGEST_PAUSE_MILLIS, 2 * millis);
    }
  }

  private static boolean lost(RipcordException e) {
    return e instanceof Fence.Shut
        || e instanceof LockLost
        || (e instanceof DatabaseException d && d.connectionLost());
  }

  private void walk(Session own, Stretch whole) {
    Stretch stretch = whole;
    while (!stretch.through() && !over()) {
      Optional<Taken> taken = batch(own, stretch);
      if (taken.isEmpty()) {
        return;
      }
      Stretch after = taken.get().after;
      long walked = after.next() - stretch.next();
      long changed = after.changed() - stretch.changed();
      stretch = after;
      pass.put(stretch);
      Duration took = Duration.ofNanos(System.nanoTime() - taken.get().began);
      size.adapt(took, throttle.batchTime(), walked, changed);
      throttle.rest(took, held -> {}, this::over);
    }
  }

  private boolean over() {
    return stop || pass.failure().isPresent();
  }

  /** Empty if it failed, which the pass then knows. */
  private Optional<Taken> batch(Session own, Stretch stretch) {
    int number = 0;
    for (int tries = 1; !over(); tries++) {
      try {
        Taken taken = new Taken(stretch);
        Session.Commit commit =
            own.transaction(
                inside -> {
                  fence.enter(inside);
                  taken.after = batches.take(inside, stretch, size);
                });
        if (commit == Session.Commit.COMMITTED) {
          return Optional.of(taken);
        }
        pass.fail(batches.brokenAtCommit());
        return Optional.empty();
      } catch (DatabaseException e) {
        if (!e.worthRetrying()) {
          throw e;
        }
        number += size.early() ? 0 : 1;
        batches.patience().gaveWay(e, size);
        if (number >= pace.lockAttempts()) {
          pass.fail(
              batches.failed(
                  "no lock within " + number + " attempts",
                  List.of(String.valueOf(e.getMessage()))));
          return Optional.empty();
        }
        long millis = Math.min(LONGEST_PAUSE_MILLIS, PAUSE_MILLIS * tries);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      }
    }
    return Optional.empty();
  }

  /** An attempt; what others waited for in vain says nothing of what rows cost. */
  private static final class Taken {
    private final long began = System.nanoTime();
    private Stretch after;

    private Taken(Stretch before) {
      this.after = before;
    }
  }

  /** Ends it at once; a batch that is under way is rolled back. */
  @Override
  public void close() {
    stop = true;
    Thread running = thread;
    if (running == null) {
      return;
    }
    Session own = session;
    if (own != null && running.isAlive()) {
      try {
        own.cancel();
      } catch (DatabaseException e) {
        // it has closed its session meanwhile
      }
    }
    LockSupport.unpark(running);
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
