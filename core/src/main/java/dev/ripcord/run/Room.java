package dev.ripcord.run;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for a free connection where all are in use: asks again, ever later, for a bounded time. Who
 * has to go somewhere else is not kept.
 */
record Room(Signals signals, RunEvent.Listener listener) {
  static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * Opens a session.
   *
   * @throws DatabaseException if none was to be had in time, or something else is the matter
   */
  Session open(Supplier<Session> opener) {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return opener.get();
      } catch (DatabaseException e) {
        long since = System.nanoTime() - began;
        if (!e.noneFree() || since > LONGEST.toNanos() || signals.pending().isPresent()) {
          throw e;
        }
        if (pause.equals(FIRST_PAUSE)) {
          listener.event(new RunEvent.Note(words(e)));
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = longer(pause);
    }
  }

  static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private static String words(DatabaseException e) {
    return "no connection is free, which is tried for again for up to "
        + LONGEST.toSeconds()
        + " s: "
        + e.getMessage();
  }
}
