package dev.ripcord.escalate;

import dev.ripcord.escalate.Carrier.Carried;
import dev.ripcord.exchange.Address;
import dev.ripcord.exchange.Answer;
import dev.ripcord.exchange.Exchange;
import dev.ripcord.exchange.Sent;
import dev.ripcord.exchange.Text;
import dev.ripcord.migration.Channel;
import dev.ripcord.secret.Redactor;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sends a request to a channel. */
final class RequestCarrier {
  private static final int LONGEST_SAID = 200;

  /** Besides those of the server's own failures: later, the same may be taken. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private final Channel channel;
  private final Redactor redactor;
  private final InstantSource clock;

  RequestCarrier(Channel channel, Redactor redactor, InstantSource clock) {
    this.channel = channel;
    this.redactor = redactor;
    this.clock = clock;
  }

  /**
   * A request to be posted.
   *
   * @param address with its secrets
   */
  record Posted(String address, Map<String, String> headers, String body) {}

  Carried carry(Posted posted) {
    Optional<Address> address = Address.parse(posted.address());
    if (address.isEmpty()) {
      return Carried.Failed.forGood("its url is no address of http or https");
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "ripcord");
    headers.put("Content-Type", "application/json");
    address
        .get()
        .credentials()
        .ifPresent(credentials -> headers.put("Authorization", "Basic " + credentials));
    headers.putAll(posted.headers());
    Sent sent = new Sent("POST", address.get().uri(), headers, Optional.of(posted.body()));
    Duration timeout = channel.patience().timeout();
    return switch (Exchange.send(sent, RequestCarrier::success, timeout, redactor)) {
      case Answer.Given it -> judged(it);
      case Answer.Late it ->
          Carried.Failed.forNow("no whole answer within " + Text.seconds(timeout));
      case Answer.Broken it -> Carried.Failed.forNow(it.reason());
      case Answer.Unsendable it ->
          Carried.Failed.forGood("a header or the address holds what none may hold");
      case Answer.Interrupted it -> Carried.Failed.forGood("ripcord ended meanwhile");
    };
  }

  private static boolean success(int status) {
    return status / 100 == 2;
  }

  private Carried judged(Answer.Given answer) {
    if (success(answer.status())) {
      return new Carried.Taken();
    }
    String said = Text.line(answer.body());
    String reason =
        "it answered "
            + answer.status()
            + (said.isEmpty()
                ? ""
                : ": " + said.substring(0, Math.min(LONGEST_SAID, said.length())));
    boolean again = answer.status() / 100 == 5 || LATER.contains(answer.status());
    return new Carried.Failed(reason, again, again ? after(answer.headers()) : Optional.empty());
  }

  /** Seconds, or a moment (RFC 9110, section 10.2.3). */
  private Optional<Duration> after(HttpHeaders headers) {
    return headers.firstValue("Retry-After").map(String::strip).flatMap(this::after);
  }

  private Optional<Duration> after(String text) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), then);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
