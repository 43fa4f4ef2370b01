package dev.ripcord.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Holds a source to its time, whatever it hangs on: a name that nobody resolves, a server that
 * stops in the middle of a word. While it hangs it is not asked again.
 */
final class Guarded implements Source {
  /** The source's own deadline comes first, and knows better what to say. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private final String name;
  private final Source source;
  private final Duration timeout;
  private final AtomicReference<@Nullable Thread> asking = new AtomicReference<>();

  Guarded(String name, Source source, Duration timeout) {
    this.name = name;
    this.source = source;
    this.timeout = timeout;
  }

  @Override
  public Reading read(Instant now) {
    CompletableFuture<Reading> answer = new CompletableFuture<>();
    // a thread of the platform: a look-up of a name would hold the carrier of a virtual one
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("ripcord-metric-" + name)
            .unstarted(() -> ask(now, answer));
    if (!asking.compareAndSet(null, thread)) {
      return new Reading.Down("it has not answered the question before this one yet");
    }
    thread.start();
    try {
      return answer.get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      source.giveUp();
      thread.interrupt();
      return new Reading.Down("no answer within " + Words.seconds(timeout));
    } catch (ExecutionException e) {
      return new Reading.Down("it cannot be asked");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      source.giveUp();
      thread.interrupt();
      return new Reading.Down("interrupted");
    }
  }

  private void ask(Instant now, CompletableFuture<Reading> answer) {
    Reading reading;
    try {
      reading = source.read(now);
    } catch (RuntimeException e) {
      // a source must not throw; if one does, its metric is blind and the others see on
      reading = new Reading.Down("it failed: " + e.getClass().getSimpleName());
    } finally {
      asking.set(null);
    }
    boolean unused = answer.complete(reading);
  }

  @Override
  public void close() {
    source.close();
  }
}
