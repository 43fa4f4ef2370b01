package dev.ripcord.metric;

import dev.ripcord.exchange.Fetch;
import dev.ripcord.migration.Measure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends the same request again and again, and keeps what came of it for a while. A request that
 * hangs does not hold up the next one: else a service that hangs would be asked less often just
 * then.
 */
final class Prober implements AutoCloseable {
  private static final int LARGEST = 1024 * 1024;
  private static final int MOST_AT_ONCE = 64;

  private final Measure.Target target;
  private final Asked asked;
  private final InstantSource clock;
  private final Semaphore atOnce;
  private final Deque<Probed> ring = new ArrayDeque<>();
  private final Steadiness steadiness = new Steadiness();
  private Duration kept = Duration.ZERO;
  private @Nullable Instant began;
  private @Nullable Thread thread;
  private volatile boolean closed;

  Prober(Measure.Target target, Surroundings in) {
    this.target = target;
    this.asked = new Asked(target.url(), target.headers(), in.secrets());
    this.clock = in.clock();
    this.atOnce =
        new Semaphore(Math.clamp(target.timeout().dividedBy(target.every()) + 1, 2, MOST_AT_ONCE));
  }

  /** What came of one probe. */
  sealed interface Probed {
    /** When it was through. */
    Instant at();

    /** Somebody answered. */
    record Answered(Instant at, int status, Duration took) implements Probed {}

    /** Nobody did, within the timeout or at all. */
    record Unanswered(Instant at, Duration took, boolean late) implements Probed {}

    /** Nobody was asked: that says nothing about the service. */
    record Blind(Instant at, String why) implements Probed {}
  }

  synchronized void keep(Duration over) {
    kept = kept.compareTo(over) < 0 ? over : kept;
  }

  synchronized void start() {
    began = clock.instant();
    Thread started = Thread.ofPlatform().daemon().name("ripcord-probe").unstarted(this::probe);
    thread = started;
    started.start();
  }

  private void probe() {
    long next = System.nanoTime();
    while (!closed) {
      if (atOnce.tryAcquire()) {
        Thread unused = Thread.ofPlatform().daemon().name("ripcord-probe").start(this::once);
      }
      next = Math.max(next + target.every().toNanos(), System.nanoTime());
      while (!closed && System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
        if (Thread.interrupted()) {
          return;
        }
      }
    }
  }

  private void once() {
    try {
      Asked.Heard heard = asked.get(uri -> uri, target.timeout(), LARGEST);
      probed(heard, clock.instant()).ifPresent(this::add);
    } finally {
      atOnce.release();
    }
  }

  private Optional<Probed> probed(Asked.Heard heard, Instant at) {
    return switch (heard) {
      case Asked.Heard.NotAsked it -> Optional.of(new Probed.Blind(at, it.why()));
      case Asked.Heard.Fetched it ->
          switch (it.answer()) {
            case Fetch.Fetched.Given given ->
                Optional.of(new Probed.Answered(at, given.status(), given.took()));
            case Fetch.Fetched.Late late ->
                Optional.of(new Probed.Unanswered(at, target.timeout(), true));
            case Fetch.Fetched.Broken broken ->
                Optional.of(
                    broken.here()
                        ? new Probed.Blind(at, asked.shown() + ": " + broken.reason())
                        : new Probed.Unanswered(at, Duration.ZERO, false));
            case Fetch.Fetched.Unsendable unsendable ->
                Optional.of(
                    new Probed.Blind(at, "a header or the address holds what none may hold"));
            case Fetch.Fetched.Interrupted interrupted -> Optional.empty();
          };
    };
  }

  private synchronized void add(Probed probed) {
    if (steadiness.jump(clock).isPresent()) {
      // by another clock: nobody can tell any more which of them are recent
      ring.clear();
      began = clock.instant();
      return;
    }
    ring.addLast(probed);
    Instant oldest = probed.at().minus(kept);
    while (!ring.isEmpty() && ring.getFirst().at().isBefore(oldest)) {
      Probed unused = ring.removeFirst();
    }
  }

  /** Those since a moment, oldest first. */
  synchronized List<Probed> since(Instant from) {
    return ring.stream().filter(probed -> !probed.at().isBefore(from)).toList();
  }

  /** Since when it probes; absent before it began. */
  synchronized Optional<Instant> began() {
    return Optional.ofNullable(began);
  }

  @Override
  public synchronized void close() {
    closed = true;
    Thread current = thread;
    if (current != null) {
      current.interrupt();
    }
  }
}
