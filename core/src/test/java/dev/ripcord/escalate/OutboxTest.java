package dev.ripcord.escalate;

import static dev.ripcord.escalate.Desk.letter;
import static dev.ripcord.escalate.Desk.patience;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.exchange.HangingNames;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Template;
import dev.ripcord.plan.CanonicalJson;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Receivers that take letters, fail, hang, ask for time, and break off. */
class OutboxTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static Channel webhook(String key, Receiver to, Duration timeout, int retries) {
    return new Channel.Webhook(
        key,
        new Template(to.url()),
        Map.of("Authorization", new Template("Bearer ${env:TOKEN}")),
        patience(timeout, retries));
  }

  @Test
  void isSent() throws Exception {
    try (Receiver receiver = new Receiver();
        Desk desk = new Desk(webhook("ops", receiver, TIMEOUT, 3))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words()).isEqualTo("ops: sent");
      JsonNode body = CanonicalJson.read(receiver.next());
      assertThat(body.get("format").stringValue()).isEqualTo("ripcord-message/1");
      assertThat(body.get("title").stringValue()).isEqualTo("hello");
      assertThat(body.get("facts").get("migration").stringValue()).isEqualTo("users");
      assertThat(body.get("contacts").get(0).get("key").stringValue())
          .isEqualTo("on_call_engineer");
      assertThat(receiver.authorizations()).containsExactly("Bearer " + Desk.TOKEN);
    }
  }

  @Test
  void slackTakesThreeCharactersForItsOwn() throws Exception {
    try (Receiver receiver = new Receiver();
        Desk desk =
            new Desk(
                Map.of("SLACK", receiver.url()),
                null,
                new Channel.Slack("ops", new Template("${env:SLACK}"), patience(TIMEOUT, 0)))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next()).isInstanceOf(Delivery.Sent.class);
      assertThat(CanonicalJson.read(receiver.next()).get("text").stringValue())
          .isEqualTo("*hello*\na &lt; b &amp; c\nsecond line");
    }
  }

  @Test
  void isTriedAgainWithLongerPauses() throws Exception {
    try (Receiver receiver =
            new Receiver(
                Receiver.status(500),
                Receiver.breaks(),
                Receiver.status(503),
                Receiver.status(204));
        Desk desk = new Desk(webhook("ops", receiver, TIMEOUT, 5))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words()).isEqualTo("ops: sent at attempt 4");
      assertThat(receiver.bodies()).hasSize(4).containsOnly(receiver.bodies().getFirst());
      assertThat(desk.pauses).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(desk.pauses.get(i))
            .isBetween(Duration.ofSeconds(1L << i), Duration.ofMillis(1500L << i));
      }
    }
  }

  @Test
  void leavesTheOtherSideAloneAsLongAsItAsks() throws Exception {
    String later =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(90));
    try (Receiver receiver =
            new Receiver(
                Receiver.status(429, "Retry-After", "42"),
                Receiver.status(429, "Retry-After", later),
                Receiver.status(429, "Retry-After", "999999"),
                Receiver.status(429, "Retry-After", "soon"),
                Receiver.status(200));
        Desk desk = new Desk(webhook("ops", receiver, TIMEOUT, 5))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words()).isEqualTo("ops: sent at attempt 5");
      assertThat(desk.pauses.get(0)).isEqualTo(Duration.ofSeconds(42));
      assertThat(desk.pauses.get(1)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
      assertThat(desk.pauses.get(2)).isEqualTo(Lane.LONGEST_PAUSE);
      assertThat(desk.pauses.get(3)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    }
  }

  @Test
  void givesUpAtOnceWhereNothingWillChange() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.says(403, "no: Bearer " + Desk.TOKEN));
        Desk desk = new Desk(webhook("ops", receiver, TIMEOUT, 5))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words())
          .isEqualTo("ops: given up after 1 attempt: it answered 403: no: Bearer ***");
      desk.outbox.send("none", letter("hello"));
      assertThat(desk.next().words()).contains("there is no channel of this key");
    }
  }

  @Test
  void givesUpAfterItsRetries() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(500));
        Desk desk = new Desk(webhook("ops", receiver, TIMEOUT, 2))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words()).isEqualTo("ops: given up after 3 attempts: it answered 500");
      assertThat(receiver.bodies()).hasSize(3);
    }
  }

  @Test
  void saysWhichSecretIsMissing() throws Exception {
    try (Receiver receiver = new Receiver();
        Desk desk = new Desk(Map.of(), null, webhook("ops", receiver, TIMEOUT, 2))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words()).contains("the environment variable TOKEN is not set");
      assertThat(receiver.bodies()).isEmpty();
    }
  }

  @Test
  void nobodyListens() throws Exception {
    String url;
    try (Receiver receiver = new Receiver()) {
      url = receiver.url();
    }
    try (Desk desk =
        new Desk(new Channel.Webhook("ops", new Template(url), Map.of(), patience(TIMEOUT, 1)))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words())
          .isEqualTo("ops: given up after 2 attempts: the connection was not accepted");
    }
  }

  /** The dead channel has its letter in hand all the time; the caller and the others go on. */
  @Test
  void aDeadChannelDelaysNobody() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (Receiver dead = new Receiver(exchange -> held.await());
        Receiver alive = new Receiver();
        Desk desk =
            new Desk(
                webhook("dead", dead, Duration.ofMinutes(5), 5),
                webhook("alive", alive, TIMEOUT, 5))) {
      desk.outbox.send("dead", letter("first"));
      String unused = dead.next();
      for (int i = 0; i < 100; i++) {
        desk.outbox.send("dead", letter("d" + i));
        desk.outbox.send("alive", letter("a" + i));
        Delivery delivery = desk.next();
        while (delivery instanceof Delivery.GivenUp gone && gone.attempts() == 0) {
          assertThat(gone.channel()).isEqualTo("dead");
          assertThat(gone.reason()).isEqualTo("64 newer messages wait for this channel");
          delivery = desk.next();
        }
        assertThat(delivery.channel()).isEqualTo("alive");
        assertThat(delivery.letter().title()).isEqualTo("a" + i);
      }
      assertThat(dead.bodies()).hasSize(1);
      held.countDown();
    }
  }

  @Test
  void ofTooManyTheOldestGo() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (Receiver slow =
            new Receiver(
                exchange -> {
                  held.await();
                  Receiver.status(200).to(exchange);
                },
                Receiver.status(200));
        Desk desk = new Desk(webhook("slow", slow, Duration.ofMinutes(5), 0))) {
      desk.outbox.send("slow", letter("first"));
      String unused = slow.next();
      for (int i = 0; i < Lane.MOST_WAITING + 2; i++) {
        desk.outbox.send("slow", letter("m" + i));
      }
      List<String> dropped = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        dropped.add(desk.next().letter().title());
      }
      assertThat(dropped).containsExactly("m0", "m1");
      held.countDown();
      assertThat(desk.next().letter().title()).isEqualTo("first");
      for (int i = 2; i < Lane.MOST_WAITING + 2; i++) {
        assertThat(desk.next().letter().title()).isEqualTo("m" + i);
      }
    }
  }

  @Test
  void whatHangsIsLetGo() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.hangs(), Receiver.status(200));
        Desk desk = new Desk(webhook("ops", receiver, Duration.ofSeconds(1), 1))) {
      desk.outbox.send("ops", letter("hello"));
      assertThat(desk.next().words()).isEqualTo("ops: sent at attempt 2");
    }
  }

  @Test
  void closingDeliversWhatIsThereAndTakesNoMore() throws IOException, InterruptedException {
    try (Receiver receiver = new Receiver();
        Desk desk = new Desk(webhook("ops", receiver, TIMEOUT, 0))) {
      desk.outbox.send("ops", letter("one"));
      desk.outbox.send("ops", letter("two"));
      desk.outbox.close(Duration.ofSeconds(20));
      assertThat(receiver.bodies()).hasSize(2);
      assertThat(desk.next()).isInstanceOf(Delivery.Sent.class);
      assertThat(desk.next()).isInstanceOf(Delivery.Sent.class);
      desk.outbox.send("ops", letter("three"));
      assertThat(desk.next().words()).contains("ripcord ends");
    }
  }

  @Test
  void closingInterruptsAPause() throws Exception {
    CountDownLatch paused = new CountDownLatch(1);
    try (Receiver receiver = new Receiver(Receiver.status(500));
        Desk desk =
            new Desk(
                Map.of("TOKEN", Desk.TOKEN),
                time -> {
                  paused.countDown();
                  Thread.sleep(Duration.ofMinutes(9));
                },
                webhook("ops", receiver, TIMEOUT, 5))) {
      desk.outbox.send("ops", letter("one"));
      paused.await();
      desk.outbox.close(Duration.ZERO);
      assertThat(desk.next().words()).isEqualTo("ops: given up after 1 attempt: it answered 500");
    }
  }

  @Test
  void pagerDutyIsTriggeredAcknowledgedAndResolved() throws Exception {
    try (Receiver receiver = new Receiver(Receiver.status(202));
        Desk desk =
            new Desk(
                new Channel.PagerDuty(
                    "page",
                    new Template(receiver.url()),
                    new Template("${env:TOKEN}"),
                    patience(TIMEOUT, 0)))) {
      Alert alert = Desk.alert(Level.LEVEL_2);
      for (Notice.Kind kind :
          List.of(Notice.Kind.RAISED, Notice.Kind.ACKNOWLEDGED, Notice.Kind.RESOLVED)) {
        Letter plain = letter("spike");
        desk.outbox.send(
            "page",
            new Letter(
                plain.identity(),
                plain.title(),
                plain.text(),
                plain.facts(),
                java.util.Optional.of(new Notice(kind, alert)),
                plain.to()));
        assertThat(desk.next()).isInstanceOf(Delivery.Sent.class);
      }
      List<JsonNode> events = receiver.bodies().stream().map(CanonicalJson::read).toList();
      assertThat(events)
          .extracting(event -> event.get("event_action").stringValue())
          .containsExactly("trigger", "acknowledge", "resolve");
      assertThat(events)
          .allSatisfy(
              event -> {
                assertThat(event.get("dedup_key").stringValue()).isEqualTo("ripcord/run/spike");
                assertThat(event.get("routing_key").stringValue()).isEqualTo(Desk.TOKEN);
                assertThat(event.get("payload").get("severity").stringValue()).isEqualTo("error");
              });
    }
  }

  @Test
  void namesThatHangKeepNoOtherChannelFromBeingTold() throws Exception {
    try (HangingNames.Held held = new HangingNames.Held();
        Receiver receiver = new Receiver()) {
      assertThat(held).isNotNull();
      List<Channel> channels = new ArrayList<>();
      for (int i = 0; i < Runtime.getRuntime().availableProcessors() + 2; i++) {
        channels.add(
            new Channel.Slack(
                "hangs" + i,
                new Template("http://channel%d.hangs.example/".formatted(i)),
                patience(Duration.ofMinutes(1), 0)));
      }
      channels.add(webhook("ops", receiver, TIMEOUT, 0));
      try (Desk desk = new Desk(channels.toArray(Channel[]::new))) {
        channels.forEach(channel -> desk.outbox.send(channel.key(), letter("hello")));
        assertThat(desk.next().words()).isEqualTo("ops: sent");
      }
    }
  }
}
