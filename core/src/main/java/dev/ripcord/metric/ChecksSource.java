package dev.ripcord.metric;

import dev.ripcord.exchange.Fetch;
import dev.ripcord.exchange.Sent;
import dev.ripcord.migration.Check;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.secret.Redactor;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many checks do not hold. A check that cannot be asked says nothing of the data: it neither
 * holds nor fails, and while none fails the metric is blind.
 */
final class ChecksSource implements Source {
  private static final int LARGEST = 64 * 1024;

  private final List<Check> checks;
  private final Desk desk;
  private final Duration timeout;

  ChecksSource(List<Check> checks, Desk desk, Duration timeout) {
    this.checks = List.copyOf(checks);
    this.desk = desk;
    this.timeout = timeout;
  }

  private sealed interface Held {
    record Yes() implements Held {}

    record No() implements Held {}

    record Unknown(String why) implements Held {}
  }

  @Override
  public Reading read(Instant now) {
    if (checks.isEmpty()) {
      return new Reading.Idle("the migration has no checks");
    }
    long end = System.nanoTime() + timeout.toNanos();
    int failed = 0;
    Optional<String> unknown = Optional.empty();
    for (Check check : checks) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      Held held =
          left.isNegative() || left.isZero()
              ? new Held.Unknown("no time was left to ask")
              : held(check, left);
      switch (held) {
        case Held.Yes it -> {}
        case Held.No it -> failed++;
        case Held.Unknown it ->
            unknown = unknown.or(() -> Optional.of(check.title() + ": " + it.why()));
      }
    }
    return failed == 0 && unknown.isPresent()
        ? new Reading.Down(unknown.get())
        : new Reading.Value(now, failed);
  }

  private Held held(Check check, Duration left) {
    return switch (check) {
      case Check.Sql it -> sql(it);
      case Check.Http it -> http(it, left);
    };
  }

  private Held sql(Check.Sql check) {
    try {
      List<Desk.Found> rows = desk.read(questions -> questions.two(check.query()));
      String answer = rows.isEmpty() ? null : rows.getFirst().first();
      return check.expected().equals(answer) ? new Held.Yes() : new Held.No();
    } catch (RipcordException e) {
      return new Held.Unknown(SqlSource.words(e));
    }
  }

  private static Held http(Check.Http check, Duration left) {
    Duration time = left.compareTo(check.timeout()) < 0 ? left : check.timeout();
    Sent sent =
        new Sent("GET", URI.create(check.url()), Map.of("User-Agent", "ripcord"), Optional.empty());
    return switch (Fetch.from(sent, time, LARGEST, new Redactor(List.of()))) {
      case Fetch.Fetched.Given it -> it.status() == check.status() ? new Held.Yes() : new Held.No();
      case Fetch.Fetched.Late it -> new Held.Unknown("no answer within " + Words.seconds(time));
      case Fetch.Fetched.Broken it -> new Held.Unknown(it.reason());
      case Fetch.Fetched.Unsendable it -> new Held.Unknown("it cannot be sent");
      case Fetch.Fetched.Interrupted it -> new Held.Unknown("interrupted");
    };
  }

  @Override
  public void giveUp() {
    desk.giveUp();
  }

  @Override
  public void close() {
    desk.close();
  }
}
