package dev.ripcord.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.EscalationLevel;
import dev.ripcord.migration.Message;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Template;
import dev.ripcord.migration.Trigger;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.sql.SqlResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People are told, other terminals acknowledge, and a process that dies takes no alert with it. */
@ExtendWith(TestDatabase.Extension.class)
class EscalatorTest {
  private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");
  private static final Event SPIKE = new Event.Fired("error_rate_spike", false);
  private static final Letters.Run RUN =
      new Letters.Run("users", "users-1", "postgres://app@db:5432/shop");

  private final List<String> sent = new ArrayList<>();
  private final List<Letter> letters = new ArrayList<>();
  private final Messenger messenger =
      (channel, letter) -> {
        sent.add(channel + " " + letter.title());
        letters.add(letter);
      };

  private static Contact contact(String key, String... channels) {
    return new Contact(
        key,
        key,
        Optional.of(key + " name"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(channels));
  }

  private static EscalationLevel level(String name, int minutes, String... contacts) {
    return new EscalationLevel(
        name, "Trouble", Duration.ofMinutes(minutes), List.of(contacts), List.of("Look", "Act"));
  }

  private static Channel slack(String key) {
    return new Channel.Slack(key, new Template("http://x.example"), Channel.Patience.DEFAULT);
  }

  private static Roster roster() {
    return new Roster(
        new Contacts(
            List.of(contact("ann", "ops", "team"), contact("bob", "team"), contact("eve")),
            List.of(),
            List.of(slack("ops"), slack("team"))),
        List.of(
            level("LEVEL_1", 5, "ann"),
            level("LEVEL_2", 2, "bob", "nobody"),
            level("LEVEL_3", 1, "ann", "bob"),
            level("EMERGENCY", 0, "ann", "bob", "eve")),
        List.of(
            new Message("start", "technical", "team", "Rollback of <migration>: <reason>"),
            new Message("start", "business", "#product", "We undo <migration>"),
            new Message("phase", "technical", "team", "<phase> is back")),
        List.of(
            new Trigger(
                "slow",
                "Slow",
                "p95_response_time > 1s",
                false,
                Duration.ofMinutes(1),
                List.of("bob", "nobody"),
                Set.of(Phase.CONTRACT),
                false)));
  }

  /** Whoever knows what a trigger watches is told with the level. */
  @Test
  void theContactsOfATriggerAreToldToo() {
    Escalator escalator = Escalator.begin(roster(), RUN, messenger);
    Event slow = new Event.Fired("slow", false);
    assertThat(escalator.raise(slow, EscalationTest.cause(slow), START)).hasSize(1);
    assertThat(letters.getLast().text()).contains("For: ann (ann name), bob (bob name)");
  }

  private static Alert.Cause cause() {
    return EscalationTest.cause(SPIKE);
  }

  private static void prepare(Session session) {
    session.execute(SqlResource.of(Plan.class, "create-own-schema"));
  }

  @Test
  void silenceCallsTheNextLevelAndALetterSaysAllOfIt() {
    Escalator escalator = Escalator.begin(roster(), RUN, messenger);
    List<Notice> raised = escalator.raise(SPIKE, cause(), START);
    assertThat(raised).hasSize(1);
    assertThat(sent)
        .containsExactly(
            "ops [LEVEL_1] users: trigger error_rate_spike",
            "team [LEVEL_1] users: trigger error_rate_spike");
    assertThat(letters.getFirst().text())
        .isEqualTo(
            """
            Level: LEVEL_1 (Trouble)
            Migration: users
            Phase: contract
            Seen: seen
            ripcord: doing
            Since: 2026-11-22T08:00:00Z
            For: ann (ann name)
            To do: Look; Act

            Look:         ripcord status --database 'postgres://app@db:5432/shop'
            Acknowledge:  ripcord ack 1 --database 'postgres://app@db:5432/shop'
            Roll back:    ripcord rollback --database 'postgres://app@db:5432/shop' --reason 'trigger error_rate_spike'

            An acknowledgement is awaited until 2026-11-22T08:05:00Z; then LEVEL_2 is called.""");
    sent.clear();
    assertThat(escalator.tick(START.plusSeconds(300))).hasSize(1);
    assertThat(sent)
        .containsExactly(
            "team [LEVEL_2] users: trigger error_rate_spike (nobody acknowledged it at the level before)");
    sent.clear();
    assertThat(escalator.resolve(Event.Kind.TRIGGER, "error_rate_spike", START)).hasSize(1);
    assertThat(sent)
        .containsExactly(
            "ops [resolved] users: trigger error_rate_spike",
            "team [resolved] users: trigger error_rate_spike");
  }

  @Test
  void anotherTerminalAcknowledges(TestDatabase database) {
    try (Session session = database.open();
        Session other = database.open()) {
      prepare(session);
      Escalator escalator = Escalator.open(session, roster(), RUN, messenger);
      assertThat(escalator.raise(SPIKE, cause(), START)).hasSize(1);
      assertThat(AlertStore.read(other)).isEmpty();
      assertThat(escalator.keep(session, START)).isEmpty();
      assertThat(AlertStore.read(other)).isEqualTo(escalator.alerts());
      assertThat(AlertStore.acknowledge(other, 1, "bob", START.plusSeconds(9))).isTrue();
      assertThat(AlertStore.acknowledge(other, 1, "eve", START.plusSeconds(9))).isFalse();
      sent.clear();
      assertThat(escalator.keep(session, START.plusSeconds(10))).hasSize(1);
      assertThat(sent).first().isEqualTo("ops [acknowledged] users: trigger error_rate_spike");
      assertThat(escalator.tick(START.plusSeconds(9999))).isEmpty();
    }
  }

  @Test
  void whatWasAcknowledgedMeanwhileStaysSo(TestDatabase database) {
    try (Session session = database.open()) {
      prepare(session);
      Escalator escalator = Escalator.open(session, roster(), RUN, messenger);
      assertThat(escalator.raise(SPIKE, cause(), START)).hasSize(1);
      assertThat(escalator.keep(session, START)).isEmpty();
      assertThat(AlertStore.acknowledge(session, 1, "bob", START.plusSeconds(299))).isTrue();
      assertThat(escalator.tick(START.plusSeconds(300))).hasSize(1);
      assertThat(escalator.keep(session, START.plusSeconds(301))).hasSize(1);
      Alert alert = escalator.alerts().getFirst();
      assertThat(alert.level()).isEqualTo(Level.LEVEL_1);
      assertThat(alert.acknowledged().orElseThrow().by()).isEqualTo("bob");
      // and what is worse must be acknowledged again
      Event worse = new Event.Fired("error_rate_spike", true);
      assertThat(escalator.raise(worse, cause(), START.plusSeconds(400))).hasSize(1);
      assertThat(escalator.keep(session, START.plusSeconds(400))).isEmpty();
      assertThat(AlertStore.read(session).getFirst().acknowledged()).isEmpty();
      assertThat(AlertStore.read(session).getFirst().level()).isEqualTo(Level.LEVEL_2);
    }
  }

  @Test
  void anotherProcessGoesOnAndTellsAgainWhatNobodyMayKnow(TestDatabase database) {
    try (Session session = database.open()) {
      prepare(session);
      Escalator killed = Escalator.open(session, roster(), RUN, messenger);
      assertThat(killed.raise(SPIKE, cause(), START)).hasSize(1);
      assertThat(killed.keep(session, START)).isEmpty();
      sent.clear();
      Escalator next = Escalator.open(session, roster(), RUN, messenger);
      assertThat(sent).hasSize(2);
      next.heard(new Delivery.Sent("ops", letters.getLast(), 1));
      assertThat(next.keep(session, START)).isEmpty();
      sent.clear();
      Escalator third = Escalator.open(session, roster(), RUN, messenger);
      assertThat(sent).isEmpty();
      assertThat(third.due()).contains(START.plusSeconds(300));
    }
  }

  @Test
  void withoutATableNothingIsKept(TestDatabase database) {
    try (Session session = database.open()) {
      Escalator escalator = Escalator.open(session, roster(), RUN, messenger);
      assertThat(escalator.raise(SPIKE, cause(), START)).hasSize(1);
      assertThat(escalator.keep(session, START)).isEmpty();
      assertThat(escalator.alerts()).hasSize(1);
    }
  }

  @Test
  void audiencesAreToldWhereTheirChannelIsOne() {
    Escalator.begin(roster(), RUN, messenger).announce("start", "contract", "errors");
    assertThat(letters).extracting(Letter::text).containsExactly("Rollback of users: errors");
    assertThat(letters.getFirst().facts()).containsAllEntriesOf(Map.of("audience", "technical"));
  }
}
