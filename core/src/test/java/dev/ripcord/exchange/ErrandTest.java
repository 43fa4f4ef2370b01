package dev.ripcord.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.secret.Redactor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What hangs is left behind, and that is bounded. */
@Timeout(30)
class ErrandTest {
  private static final Duration SHORT = Duration.ofMillis(20);

  @Test
  void noMoreAreLeftBehindThanAreAllowed() throws Exception {
    AtomicBoolean released = new AtomicBoolean();
    AtomicInteger begun = new AtomicInteger();
    try {
      for (int i = 0; i < Errand.MOST + 10; i++) {
        assertThatThrownBy(
                () ->
                    Errand.run(
                        "here",
                        () -> {
                          int unused = begun.incrementAndGet();
                          while (!released.get()) {
                            LockSupport.parkNanos(5_000_000);
                            boolean unusedToo = Thread.interrupted();
                          }
                          return "";
                        },
                        SHORT))
            .isInstanceOf(TimeoutException.class);
      }
      assertThat(begun).hasValue(Errand.MOST);
      assertThat(Errand.run("elsewhere", () -> "fine", Duration.ofSeconds(10))).isEqualTo("fine");
    } finally {
      released.set(true);
    }
    assertThat(again()).isEqualTo("fine");
  }

  /** Those that hung need a moment to end. */
  private static String again() throws Exception {
    while (true) {
      try {
        return Errand.run("here", () -> "fine", Duration.ofSeconds(10));
      } catch (TimeoutException e) {
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** A request whose name hangs leaves nothing behind but what is counted. */
  @Test
  void aNameThatHangsLeavesABoundedNumberOfThreads() {
    Sent sent =
        new Sent("GET", URI.create("http://counted.hangs.example/"), Map.of(), Optional.empty());
    int before = Thread.activeCount();
    try (HangingNames.Held held = new HangingNames.Held()) {
      assertThat(held).isNotNull();
      for (int i = 0; i < 3 * Errand.MOST; i++) {
        assertThat(Fetch.from(sent, SHORT, 1000, new Redactor(List.of())))
            .isInstanceOf(Fetch.Fetched.Late.class);
      }
      assertThat(named("ripcord-request")).isBetween(1L, (long) Errand.MOST + 8);
      assertThat(Thread.activeCount() - before).isLessThan(2 * Errand.MOST);
    }
  }

  private static long named(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .count();
  }
}
