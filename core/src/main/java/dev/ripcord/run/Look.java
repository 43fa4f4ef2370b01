package dev.ripcord.run;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.function.Function;

/**
 * Sessions that only look, beside the one that works. A host that vanishes says nothing, and TCP
 * waits for it for many minutes: they give up before.
 */
final class Look {
  /** For what reads or writes a few of our own rows, which {@code lock_timeout}s bound already. */
  static final Duration BRIEF = Duration.ofSeconds(10);

  /** For what reads the whole catalogue. */
  static final Duration LONG = Duration.ofMinutes(5);

  private Look() {}

  /** Asks in a session of its own. */
  static <T> T at(DatabaseUrl url, Duration patience, Function<Session, T> question) {
    try (Session session = open(url, "ripcord look", patience)) {
      return question.apply(session);
    }
  }

  /**
   * @param patience without a byte of an answer
   */
  static Session open(DatabaseUrl url, String application, Duration patience) {
    return Session.open(
        url.with("socketTimeout", Long.toString(patience.toSeconds())), application);
  }
}
