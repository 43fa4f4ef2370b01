package dev.ripcord.metric;

import static dev.ripcord.metric.Samples.BOUND;
import static dev.ripcord.metric.Samples.metric;
import static dev.ripcord.metric.Samples.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.ShortWaits;
import dev.ripcord.metric.HostileServer.Manner;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Template;
import dev.ripcord.postgres.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a server does, the reading comes in time and says what it was. */
@Timeout(60)
@ShortWaits
class HostileSourceTest {
  private final HostileServer server = HostileServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private Reading read(Manner manner) {
    server.now(manner);
    long began = System.nanoTime();
    try (Guarded source = Samples.guarded(metric("m", query(server.url(), "up")))) {
      Reading reading = source.read(Instant.now());
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
      return reading;
    }
  }

  private void down(Manner manner, String why) {
    assertThat(read(manner)).isEqualTo(new Reading.Down(why.replace("URL", server.url())));
  }

  @Test
  void hangs() {
    down(Manner.hangs(), "URL gave no whole answer within 0.7 s");
    down(Manner.drips("{\"status\":\"success\""), "URL gave no whole answer within 0.7 s");
  }

  @Test
  void breaks() {
    assertThat(read(Manner.closes()))
        .isInstanceOfSatisfying(
            Reading.Down.class, it -> assertThat(it.why()).contains("no whole answer came"));
    assertThat(read(Manner.says("\0\1\2 garbage\r\n\r\n")))
        .isInstanceOfSatisfying(
            Reading.Down.class, it -> assertThat(it.why()).contains("no whole answer came"));
    assertThat(read(Manner.says("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"status\"")))
        .isInstanceOfSatisfying(
            Reading.Down.class, it -> assertThat(it.why()).contains("no whole answer came"));
  }

  @Test
  void answersWithStatuses() {
    down(Manner.answers(500, "oops"), "URL answered 500");
    down(
        Manner.answers(429, "{\"status\":\"error\",\"error\":\"slow\\ndown\"}"),
        "URL answered 429: slow down");
    down(
        Manner.answers(302, "", "Location: " + server.url() + "/else"),
        "URL answered 302, a redirect that is not followed");
    down(Manner.answers(204, ""), "URL answered 204");
    assertThat(server.asked()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | this is no answer of Prometheus",
        "<html></html> | this is no answer of Prometheus: it is not JSON",
        "[] | this is no answer of Prometheus",
        "null | this is no answer of Prometheus",
        "{\"status\":\"success\"} | this is no answer of Prometheus",
        "{\"status\":\"error\",\"error\":\"no\"} | Prometheus says: no",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"x\"}} | an answer of Prometheus without a known type",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":7}} | this is no answer of Prometheus: it has no result",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[\"a\",\"1\"]}} | this is no answer of Prometheus: no pair of time and value",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,2]}} | this is no answer of Prometheus: no pair of time and value",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"0x1p3\"]}} | this is no answer of Prometheus: a value is no number",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"1e999\"]}} | this is no answer of Prometheus: a value is no number",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1e99,\"1\"]}} | this is no answer of Prometheus: a time is none",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"histogram\":[1,{}]}]}} | the query answers with a histogram, expected one number",
      })
  void answersWithWhatIsNoAnswer(String body, String why) {
    down(Manner.answers(200, body), why);
  }

  @Test
  void answersWithTooMuch() {
    down(Manner.floods("[[[["), "URL answered with more than 4194304 bytes");
    down(
        Manner.answers(200, "[".repeat(100_000)),
        "this is no answer of Prometheus: it is not JSON");
  }

  @Test
  void answersWithoutAValue() {
    for (String value : new String[] {"NaN", "+Inf", "-Inf", "Inf"}) {
      assertThat(read(Manner.prometheus("1", value)))
          .isEqualTo(new Reading.NoData("the value is " + value));
    }
  }

  /** Only the evaluation can tell what is too old, by our clock. */
  @Test
  void staleIsLeftToWhoeverJudges() {
    Instant old = Instant.ofEpochMilli(1_000_000_000_500L);
    assertThat(read(Manner.prometheus("1000000000.5", "3"))).isEqualTo(new Reading.Value(old, 3));
  }

  @Test
  void saysThatTheClockIsWrong() {
    Instant theirs = Instant.now().minusSeconds(600);
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC));
    String body =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[%d,\"1\"]}}"
            .formatted(theirs.getEpochSecond());
    down(Manner.answers(200, body, "Date: " + date), "its clock is 10 min behind ours");
    assertThat(read(Manner.answers(200, body, "Date: yesterday")))
        .isInstanceOf(Reading.Value.class);
  }

  @Test
  void tellsNoSecret() {
    server.now(Manner.answers(403, "{\"status\":\"error\",\"error\":\"s3cr3t-token is wrong\"}"));
    Measure.Prometheus measure =
        new Measure.Prometheus(
            new Measure.Server(
                new Template(server.url() + "/prefix/?tenant=a"),
                Map.of("Authorization", new Template("Bearer ${env:TOKEN}"))),
            "up{job=\"a b\"}");
    DatabaseUrl nowhere = Samples.surroundings().database();
    Surroundings in = Samples.surroundings(nowhere, Map.of("TOKEN", "s3cr3t-token"));
    try (Guarded source = Samples.guarded(metric("m", measure), in)) {
      assertThat(source.read(Instant.now()))
          .isEqualTo(new Reading.Down(server.url() + "/prefix/ answered 403: *** is wrong"));
    }
    assertThat(server.asked().getFirst())
        .startsWith(
            "GET /prefix/api/v1/query?tenant=a&query=up%7Bjob%3D%22a%20b%22%7D&timeout=700ms HTTP/1.1")
        .contains("Authorization: Bearer s3cr3t-token");
    try (Guarded source = Samples.guarded(metric("m", measure))) {
      assertThat(source.read(Instant.now()))
          .isEqualTo(new Reading.Down("the environment variable TOKEN is not set"));
    }
  }

  @Test
  void knowsNobody() {
    try (Guarded source =
        Samples.guarded(metric("m", query("http://no-such-host.invalid:9090", "up")))) {
      assertThat(source.read(Instant.now()))
          .isEqualTo(new Reading.Down("http://no-such-host.invalid:9090: nobody knows this host"));
    }
  }
}
