package dev.ripcord.escalate;

import dev.ripcord.exchange.Pause;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An outbox whose pauses take no time and are kept, and whose deliveries are waited for. */
final class Desk implements AutoCloseable {
  static final String TOKEN = "s3cr3t-token-of-ops";
  static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
  static final Contact ADA =
      new Contact(
          "on_call_engineer",
          "On-Call Engineer",
          Optional.of("Ada"),
          Optional.empty(),
          Optional.of("ada@shop.example"),
          Optional.empty(),
          List.of("ops"));

  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  final Outbox outbox;

  Desk(Channel... channels) {
    this(Map.of("TOKEN", TOKEN), null, channels);
  }

  Desk(Map<String, String> environment, @Nullable Pause pause, Channel... channels) {
    Outbox.Means means =
        new Outbox.Means(
            new Secrets(environment),
            List.of(),
            Clock.systemUTC(),
            pause == null ? pauses::add : pause,
            new Random(7));
    outbox = new Outbox(List.of(channels), means, deliveries::add);
  }

  static Channel.Patience patience(Duration timeout, int retries) {
    return new Channel.Patience(timeout, retries);
  }

  static Letter letter(String title) {
    return new Letter(
        "ripcord/run/" + title,
        title,
        "a < b & c\nsecond line",
        Map.of("migration", "users"),
        Optional.empty(),
        List.of(ADA));
  }

  static Alert alert(Level level) {
    return new Alert(
        3,
        new Alert.Cause(
            Event.Kind.TRIGGER,
            "error_rate_spike",
            "contract",
            "error_rate = 7.1%, more than 5 x 1.2% for 5 minutes",
            "rolls back by itself"),
        level,
        new Alert.Clock(START, START, START),
        Optional.empty(),
        Optional.empty());
  }

  Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(30, TimeUnit.SECONDS);
    if (delivery == null) {
      throw new AssertionError("nothing was heard of a letter");
    }
    return delivery;
  }

  @Override
  public void close() {
    outbox.close(Duration.ZERO);
  }
}
