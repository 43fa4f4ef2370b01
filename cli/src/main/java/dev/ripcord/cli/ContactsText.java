package dev.ripcord.cli;

import dev.ripcord.escalate.Confirmations;
import dev.ripcord.escalate.Confirmations.Asked;
import dev.ripcord.escalate.ContactTest;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who is reached how, for people and as JSON. */
final class ContactsText {
  private final Migration migration;
  private final Confirmations confirmed;

  ContactsText(Migration migration, Confirmations confirmed) {
    this.migration = migration;
    this.confirmed = confirmed;
  }

  /** What is missing before people can be reached. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (migration.contacts().channels().isEmpty()) {
      missing.add("No channels are configured: ripcord tells nobody");
    }
    migration.readiness().stream()
        .filter(each -> each.contains("not assigned") || each.contains("no channel"))
        .forEach(missing::add);
    return missing;
  }

  String text() {
    StringBuilder text = new StringBuilder("Channels\n");
    Table channels = new Table("  ");
    for (Channel channel : migration.contacts().channels()) {
      channels.row(Table.Cell.of(channel.key()), Table.Cell.of(ContactTest.words(channel)));
    }
    text.append(channels.text()).append("\nContacts\n");
    Table table = new Table("  ");
    for (Contact contact : migration.contacts().all()) {
      table.row(
          Table.Cell.of(contact.title()),
          Table.Cell.of(contact.name().orElse("-")),
          Table.Cell.of(
              contact.channels().isEmpty()
                  ? "by no channel"
                  : String.join(", ", contact.channels())),
          new Table.Cell(
              contact.channels().stream()
                  .flatMap(channel -> state(contact, channel).stream())
                  .toList(),
              line -> line));
    }
    text.append(table.text());
    if (!missing().isEmpty()) {
      text.append("\nMissing\n");
      missing().forEach(each -> text.append("  - ").append(each).append('\n'));
    }
    return text.toString();
  }

  private Optional<String> state(Contact contact, String channel) {
    return confirmed
        .find(contact.key(), channel)
        .map(
            asked ->
                channel
                    + asked
                        .confirmed()
                        .map(by -> ": confirmed by " + by.by() + " at " + by.at())
                        .orElse(": asked at " + asked.at() + ", not confirmed"));
  }

  String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("migration", migration.name());
    ArrayNode channels = root.putArray("channels");
    for (Channel channel : migration.contacts().channels()) {
      channels.addObject().put("key", channel.key()).put("type", channel.type());
    }
    ArrayNode contacts = root.putArray("contacts");
    for (Contact contact : migration.contacts().all()) {
      ObjectNode one = contacts.addObject().put("key", contact.key());
      contact.name().ifPresent(name -> one.put("name", name));
      ArrayNode reached = one.putArray("channels");
      for (String channel : contact.channels()) {
        ObjectNode way = reached.addObject().put("channel", channel);
        Optional<Asked> asked = confirmed.find(contact.key(), channel);
        asked.ifPresent(it -> way.put("askedAt", it.at().toString()));
        asked
            .flatMap(Asked::confirmed)
            .ifPresent(
                by -> way.put("confirmedBy", by.by()).put("confirmedAt", by.at().toString()));
      }
    }
    ArrayNode missing = root.putArray("missing");
    missing().forEach(missing::add);
    return CanonicalJson.write(root);
  }

  static String text(Migration migration, List<ContactTest.Result> results) {
    if (results.isEmpty()) {
      return "Nobody was told: no contact of " + migration.name() + " names a channel.\n";
    }
    Table table = new Table("");
    for (ContactTest.Result result : results) {
      table.row(
          Table.Cell.of(result.sent() ? "sent" : "FAILED"),
          Table.Cell.of(result.contact().title()),
          Table.Cell.of(result.delivery().words()));
    }
    return table.text()
        + "Whoever got a message confirms it: ripcord contacts confirm MIGRATION CODE --as NAME\n";
  }

  static String json(Migration migration, List<ContactTest.Result> results) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("migration", migration.name());
    ArrayNode list = root.putArray("results");
    for (ContactTest.Result result : results) {
      list.addObject()
          .put("contact", result.contact().key())
          .put("channel", result.delivery().channel())
          .put("sent", result.sent())
          .put("detail", result.delivery().words());
    }
    return CanonicalJson.write(root);
  }

  /** How many have not confirmed yet. */
  static String open(Migration migration, Confirmations confirmed) {
    long open =
        migration.contacts().all().stream()
            .flatMap(
                contact ->
                    contact.channels().stream()
                        .filter(
                            channel ->
                                confirmed
                                    .find(contact.key(), channel)
                                    .flatMap(Asked::confirmed)
                                    .isEmpty()))
            .count();
    return open == 0
        ? "Every contact has confirmed."
        : Words.count(open, "way") + " not confirmed yet.";
  }
}
