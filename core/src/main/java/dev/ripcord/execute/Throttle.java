package dev.ripcord.execute;

import dev.ripcord.migration.Pace;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has the workers of a walk rest between batches, for as long as others need it: while a replica is
 * too far behind; for some time while an old snapshot makes dead rows pile up; and while clients
 * are active, so that all workers together work their share of the time. When nobody else works
 * there is no rest.
 */
final class Throttle implements AutoCloseable {
  private static final long TOLD_EVERY = TimeUnit.SECONDS.toNanos(1);

  /** After so much rest the walk goes on beside the old snapshot: it must come to an end. */
  private static final long MOST_REST_FOR_SNAPSHOT = TimeUnit.MINUTES.toNanos(10);

  private static final int SHORTER = 4;
  private static final int LONGER = 4;

  private final Pace pace;
  private final Optional<Lookout> lookout;
  private final AtomicLong restedForSnapshot = new AtomicLong();
  private final AtomicInteger workers;

  private Throttle(Pace pace, Optional<Lookout> lookout) {
    this.pace = pace;
    this.lookout = lookout;
    this.workers = new AtomicInteger(pace.workers().orElse(1));
  }

  static Throttle of(Traffic traffic, Pace pace, Connection connection, QualifiedName table) {
    return new Throttle(
        pace,
        switch (traffic) {
          case NOBODY -> Optional.empty();
          case CLIENTS -> Optional.of(Lookout.start(connection, table));
        });
  }

  /** Why it goes slower than it could at this moment. */
  Held held() {
    if (lookout.isEmpty()) {
      return Held.NOT;
    }
    if (lookout.get().blind()) {
      return Held.BLIND;
    }
    boolean patient = restedForSnapshot.get() < MOST_REST_FOR_SNAPSHOT;
    return lookout.get().view().map(view -> Held.by(view, pace, patient)).orElse(Held.NOT);
  }

  /** What a batch aims at: whoever waits for its locks waits until it ends. */
  Duration batchTime() {
    return switch (held().kind()) {
      case LOCKS -> pace.batchTime().dividedBy(SHORTER);
      case NOT -> alone() ? pace.batchTime().multipliedBy(LONGER) : pace.batchTime();
      case CLIENTS, REPLICA, SNAPSHOT -> pace.batchTime();
    };
  }

  /** Somebody looked, and nobody is there. */
  private boolean alone() {
    return lookout.flatMap(Lookout::view).isPresent();
  }

  /**
   * Rests after a batch.
   *
   * @param took the batch
   * @param tell is told about once a second why
   * @param stopped whether there is nothing to rest for any more
   */
  void rest(Duration took, Consumer<Held> tell, BooleanSupplier stopped) {
    Held held = held();
    while (held.kind().stops() && !stopped.getAsBoolean()) {
      tell.accept(held);
      LockSupport.parkNanos(TOLD_EVERY);
      if (held.kind() == Held.Kind.SNAPSHOT) {
        long unused = restedForSnapshot.addAndGet(TOLD_EVERY);
      }
      held = held();
    }
    long until = System.nanoTime() + pause(held, took).toNanos();
    for (long left = until - System.nanoTime();
        left > 0 && !stopped.getAsBoolean();
        left = until - System.nanoTime()) {
      tell.accept(held);
      LockSupport.parkNanos(Math.min(left, TOLD_EVERY));
    }
  }

  /** One worker of several rests for the others too. */
  private Duration pause(Held held, Duration took) {
    return held.kind() == Held.Kind.NOT
        ? Duration.ZERO
        : took.multipliedBy(100L * workers.get() - pace.share()).dividedBy(pace.share());
  }

  /** A worker has no connection yet, so the others have its share of the time. */
  void oneFewer() {
    int unused = workers.decrementAndGet();
  }

  /** It has one now. */
  void oneMore() {
    int unused = workers.incrementAndGet();
  }

  @Override
  public void close() {
    lookout.ifPresent(Lookout::close);
  }
}
