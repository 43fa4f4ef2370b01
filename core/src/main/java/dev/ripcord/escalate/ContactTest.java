package dev.ripcord.escalate;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sends each contact a message on each of their channels, with a code to confirm it by. */
public final class ContactTest {
  /** Nothing in it is taken for something else when it is read aloud. */
  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private static final int CODE_LENGTH = 6;
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private ContactTest() {}

  /**
   * One contact on one channel.
   *
   * @param code that was in the message
   */
  public record Result(Contact contact, Delivery delivery, String code) {
    /** Whether the other side took it. */
    public boolean sent() {
      return delivery instanceof Delivery.Sent;
    }
  }

  /** What came of it, in the order of contacts and their channels. */
  public static List<Result> run(
      String migration, Roster roster, Outbox.Means means, RandomGenerator codes) {
    Instant now = means.clock().instant();
    Map<String, Result> results = Collections.synchronizedMap(new LinkedHashMap<>());
    List<String> order = new ArrayList<>();
    Map<String, Contact> contacts = new LinkedHashMap<>();
    Map<String, String> sent = new LinkedHashMap<>();
    try (Outbox outbox =
        new Outbox(
            roster.contacts().channels(),
            means,
            delivery -> {
              String id = delivery.letter().identity();
              results.put(id, new Result(delivery.letter().to().getFirst(), delivery, ""));
            })) {
      for (Contact contact : roster.contacts().all()) {
        for (String channel : contact.channels()) {
          String code = code(codes);
          Letter letter = letter(migration, contact, channel, code, now);
          order.add(letter.identity());
          contacts.put(letter.identity(), contact);
          sent.put(letter.identity(), code);
          outbox.send(channel, letter);
        }
      }
      outbox.close(LONGEST);
    }
    return order.stream()
        .map(
            id -> {
              Result result = results.get(id);
              if (result == null) {
                throw new RipcordException(
                    ProblemCode.ENVIRONMENT, "a channel did not end in time: " + id);
              }
              return new Result(
                  contacts.getOrDefault(id, result.contact()),
                  result.delivery(),
                  sent.getOrDefault(id, ""));
            })
        .toList();
  }

  private static String code(RandomGenerator random) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < CODE_LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  private static Letter letter(
      String migration, Contact contact, String channel, String code, Instant now) {
    String name = contact.name().orElse(contact.title());
    String text =
        "This is a test: nothing has happened. "
            + name
            + ", you are "
            + contact.title()
            + " of the migration "
            + migration
            + ", and alerts of it reach you here.\n\nPlease confirm it:\n"
            + "ripcord contacts confirm MIGRATION "
            + code
            + " --as YOUR_NAME";
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("migration", migration);
    facts.put("contact", contact.key());
    facts.put("code", code);
    return new Letter(
        "ripcord/test/" + migration + "/" + contact.key() + "/" + channel + "/" + now,
        "[test] " + migration + ": does this reach " + name + "?",
        text,
        facts,
        Optional.empty(),
        List.of(contact));
  }

  /** Of a channel, how it reaches people, without any secret. */
  public static String words(Channel channel) {
    return switch (channel) {
      case Channel.Smtp it ->
          "smtp " + it.server().host() + ":" + it.server().port() + " " + it.server().tls().word();
      case Channel.Slack it -> "slack";
      case Channel.Webhook it -> "webhook";
      case Channel.PagerDuty it -> "pagerduty";
      case Channel.Alertmanager it -> "alertmanager";
    };
  }
}
