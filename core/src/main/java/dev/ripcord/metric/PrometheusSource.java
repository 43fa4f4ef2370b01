package dev.ripcord.metric;

import dev.ripcord.exchange.Fetch;
import dev.ripcord.exchange.Text;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.secret.Redactor;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A query of the HTTP API of Prometheus (prometheus.io/docs/prometheus/latest/querying/api): an
 * instant query for the present, a range query for the past.
 */
final class PrometheusSource implements Source, History {
  private static final int LARGEST = 4 * 1024 * 1024;

  /** More points of one series Prometheus refuses to give. */
  private static final int MOST_POINTS = 11_000;

  private final Measure.Prometheus measure;
  private final Metric metric;
  private final Asked asked;

  PrometheusSource(Measure.Prometheus measure, Metric metric, Surroundings in) {
    this.measure = measure;
    this.metric = metric;
    this.asked = new Asked(measure.server().url(), measure.server().headers(), in.secrets());
  }

  /** A body that can be read as an answer, or why there is none. */
  private sealed interface Body {
    record Whole(String text, HttpHeaders headers, Redactor redactor) implements Body {}

    record None(String why) implements Body {}
  }

  @Override
  public Reading read(Instant now) {
    return switch (ask("query", Map.of("query", measure.query()))) {
      case Body.None it -> new Reading.Down(it.why());
      case Body.Whole it -> judged(it, now);
    };
  }

  private Reading judged(Body.Whole body, Instant now) {
    Reading reading =
        switch (PrometheusAnswer.instant(body.text())) {
          case Reading.Down it -> new Reading.Down(said(it.why(), body.redactor()));
          case Reading it -> it;
        };
    return reading instanceof Reading.Value value
        ? skew(value, now, body.headers()).map(Reading.class::cast).orElse(value)
        : reading;
  }

  /** A value that is out of time because the clock of its server is: that is worth saying. */
  private Optional<Reading.Down> skew(Reading.Value value, Instant now, HttpHeaders headers) {
    Duration off = Duration.between(now, value.at());
    if (off.abs().compareTo(metric.staleAfter()) <= 0) {
      return Optional.empty();
    }
    return date(headers)
        .map(date -> Duration.between(now, date))
        .filter(server -> server.abs().compareTo(metric.staleAfter()) > 0)
        .map(
            server ->
                new Reading.Down(
                    "its clock is "
                        + Words.seconds(server.abs())
                        + (server.isNegative() ? " behind" : " ahead of")
                        + " ours"));
  }

  private static Optional<Instant> date(HttpHeaders headers) {
    try {
      return headers
          .firstValue("Date")
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Past past(Instant from, Instant to, Duration step) {
    if (Duration.between(from, to).dividedBy(step) > MOST_POINTS) {
      return new Past.Unknown("more than " + MOST_POINTS + " points at once");
    }
    Map<String, String> parameters =
        Map.of(
            "query", measure.query(),
            "start", seconds(from),
            "end", seconds(to),
            "step", Long.toString(step.toMillis()) + "ms");
    return switch (ask("query_range", parameters)) {
      case Body.None it -> new Past.Unknown(it.why());
      case Body.Whole it ->
          switch (PrometheusAnswer.range(it.text())) {
            case Past.Unknown unknown -> new Past.Unknown(said(unknown.why(), it.redactor()));
            case Past.Values values -> values;
          };
    };
  }

  private static String seconds(Instant at) {
    return "%d.%03d".formatted(at.getEpochSecond(), at.getNano() / 1_000_000);
  }

  private Body ask(String what, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("timeout", metric.timeout().toMillis() + "ms");
    return switch (asked.get(base -> address(base, what, all), metric.timeout(), LARGEST)) {
      case Asked.Heard.NotAsked it -> new Body.None(it.why());
      case Asked.Heard.Fetched it -> body(it.answer(), it.redactor());
    };
  }

  private Body body(Fetch.Fetched answer, Redactor redactor) {
    return switch (answer) {
      case Fetch.Fetched.Given it -> given(it, redactor);
      case Fetch.Fetched.Late it ->
          new Body.None(
              asked.shown() + " gave no whole answer within " + Words.seconds(metric.timeout()));
      case Fetch.Fetched.Broken it -> new Body.None(asked.shown() + ": " + it.reason());
      case Fetch.Fetched.Unsendable it ->
          new Body.None("a header or the address holds what none may hold");
      case Fetch.Fetched.Interrupted it -> new Body.None("interrupted");
    };
  }

  private Body given(Fetch.Fetched.Given answer, Redactor redactor) {
    if (answer.status() != 200) {
      String more =
          answer.status() / 100 == 3
              ? ", a redirect that is not followed"
              : PrometheusAnswer.error(answer.body())
                  .map(error -> ": " + said(error, redactor))
                  .orElse("");
      return new Body.None(asked.shown() + " answered " + answer.status() + more);
    }
    return answer.whole()
        ? new Body.Whole(answer.body(), answer.headers(), redactor)
        : new Body.None(asked.shown() + " answered with more than " + LARGEST + " bytes");
  }

  private static String said(String text, Redactor redactor) {
    return Text.line(Text.plain(redactor.redact(text)));
  }

  /** The path goes behind that of the file's address, the parameters beside its own. */
  private static URI address(URI base, String what, Map<String, String> parameters) {
    StringBuilder address = new StringBuilder();
    address.append(base.getScheme()).append("://").append(base.getRawAuthority());
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    address.append(path.replaceFirst("/+$", "")).append("/api/v1/").append(what).append('?');
    if (base.getRawQuery() != null) {
      address.append(base.getRawQuery()).append('&');
    }
    parameters.forEach(
        (key, value) ->
            address
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"))
                .append('&'));
    return URI.create(address.substring(0, address.length() - 1));
  }
}
