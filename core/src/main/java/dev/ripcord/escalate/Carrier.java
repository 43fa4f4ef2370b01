package dev.ripcord.escalate;

import dev.ripcord.migration.Channel;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Brings one letter to the other side, once. */
@FunctionalInterface
interface Carrier {
  /** Blocks until it is there, or is known not to be. Throws nothing. */
  Carried carry(Letter letter);

  /** What came of it. */
  sealed interface Carried {
    /** The other side took it. */
    record Taken() implements Carried {}

    /**
     * It is not there.
     *
     * @param reason redacted
     * @param again whether it may be there next time
     * @param after how long the other side wants to be left alone
     */
    record Failed(String reason, boolean again, Optional<Duration> after) implements Carried {
      static Failed forGood(String reason) {
        return new Failed(reason, false, Optional.empty());
      }

      static Failed forNow(String reason) {
        return new Failed(reason, true, Optional.empty());
      }
    }
  }

  /** For a channel whose secrets are known. */
  static Carrier of(Channel channel, Filling filling, Redactor redactor, InstantSource clock) {
    return switch (channel) {
      case Channel.Slack it -> letter -> request(it, filling, redactor, clock, letter);
      case Channel.Webhook it -> letter -> request(it, filling, redactor, clock, letter);
      case Channel.PagerDuty it -> letter -> request(it, filling, redactor, clock, letter);
      case Channel.Alertmanager it -> letter -> request(it, filling, redactor, clock, letter);
      case Channel.Smtp it -> new MailCarrier(it, filling, redactor);
    };
  }

  private static Carried request(
      Channel channel, Filling filling, Redactor redactor, InstantSource clock, Letter letter) {
    return new RequestCarrier(channel, redactor, clock)
        .carry(Bodies.request(channel, filling, letter, clock.instant()));
  }
}
