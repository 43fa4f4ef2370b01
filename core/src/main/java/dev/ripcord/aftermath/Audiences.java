package dev.ripcord.aftermath;

import dev.ripcord.escalate.Delivery;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Message;
import dev.ripcord.migration.Migration;
import java.util.List;
import java.util.Optional;

/** Who is told that the rollback is complete, and who was. */
record Audiences(List<Audience> all) {
  static final String MOMENT = "completion";

  Audiences {
    all = List.copyOf(all);
  }

  /**
   * @param reachable whether its channel is configured
   * @param told what the journal says of the delivery; absent if it was not delivered
   * @param failed what it says of one that did not get there; absent if none was tried
   */
  record Audience(
      Message message, boolean reachable, Optional<Entry> told, Optional<Entry> failed) {
    String name() {
      return message.audience();
    }
  }

  static Audiences of(Migration migration, Incident incident) {
    return new Audiences(
        migration.communication().stream()
            .filter(message -> message.moment().equals(MOMENT))
            .map(
                message ->
                    new Audience(
                        message,
                        migration.contacts().channel(message.channel()).isPresent(),
                        entry(message, incident, true),
                        entry(message, incident, false)))
            .toList());
  }

  private static Optional<Entry> entry(Message message, Incident incident, boolean sent) {
    return incident.entries().reversed().stream()
        .filter(entry -> entry.seq() > incident.turn().seq())
        .filter(entry -> entry.kind() == Entry.Kind.ALERT)
        .filter(entry -> entry.unit().equals(MOMENT + "/" + message.audience()))
        .filter(entry -> Delivery.tellsOfSent(entry.detail()) == sent)
        .findFirst();
  }

  /** Reached by a channel, and not told yet. */
  List<Audience> waiting() {
    return all.stream().filter(each -> each.reachable() && each.told().isEmpty()).toList();
  }

  /** Reached by no channel: a person must pass the message on. */
  List<Audience> unreachable() {
    return all.stream().filter(each -> !each.reachable() && each.told().isEmpty()).toList();
  }
}
