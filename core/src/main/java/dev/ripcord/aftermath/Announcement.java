package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Audiences.Audience;
import dev.ripcord.escalate.Delivery;
import dev.ripcord.escalate.Escalator;
import dev.ripcord.escalate.Letters;
import dev.ripcord.escalate.Outbox;
import dev.ripcord.escalate.Roster;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile.Addition;
import dev.ripcord.migration.Message;
import dev.ripcord.migration.Migration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Procedure 7 of the reference: tells each audience that the rollback is complete, once. */
final class Announcement {
  private static final String BEING_TOLD = "is being told";

  /** So long a channel may need; whoever was killed meanwhile may have told or not. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Clock clock;
  private final Outbox.Means means;

  Announcement(Clock clock, Outbox.Means means) {
    this.clock = clock;
    this.means = means;
  }

  /**
   * What came of it.
   *
   * @param deliveries of those that were told now
   * @param letters in full, for those that no channel reaches
   */
  record Told(List<String> deliveries, List<String> letters, boolean all) {
    Told {
      deliveries = List.copyOf(deliveries);
      letters = List.copyOf(letters);
    }
  }

  Told tell(Migration migration, Incident incident, String database) {
    List<Message> claimed = claim(migration, incident);
    Letters.Run run = new Letters.Run(migration.name(), incident.run(), database, false);
    ConcurrentLinkedQueue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
    if (!claimed.isEmpty()) {
      Outbox outbox = new Outbox(migration.contacts().channels(), means, deliveries::add);
      Roster roster =
          new Roster(migration.contacts(), migration.escalation(), claimed, migration.triggers());
      Escalator.begin(roster, run, outbox).announce(Audiences.MOMENT, "", incident.why());
      outbox.close(LONGEST);
      List<Entry> unused =
          incident
              .journal()
              .append(
                  clock,
                  entries ->
                      deliveries.stream()
                          .map(each -> new Addition(Entry.Kind.ALERT, each.about(), each.line()))
                          .toList());
    }
    Audiences after = Audiences.of(migration, incident.with(incident.journal().intact()));
    Letters letters = new Letters(Roster.of(migration), run);
    return new Told(
        deliveries.stream()
            .map(each -> each.letter().facts().get("audience") + ": " + each.words())
            .sorted()
            .toList(),
        after.unreachable().stream()
            .map(
                each ->
                    each.name() + ": " + letters.message(each.message(), "", incident.why()).text())
            .toList(),
        after.waiting().isEmpty());
  }

  /** Those that nobody else is telling. */
  private List<Message> claim(Migration migration, Incident incident) {
    List<Message> claimed = new ArrayList<>();
    List<Entry> unused =
        incident
            .journal()
            .append(
                clock,
                entries -> {
                  List<Addition> additions = new ArrayList<>();
                  for (Audience each : Audiences.of(migration, incident.with(entries)).waiting()) {
                    if (!others(each)) {
                      claimed.add(each.message());
                      additions.add(
                          new Addition(
                              Entry.Kind.ALERT,
                              Audiences.MOMENT + "/" + each.name(),
                              each.name() + " " + BEING_TOLD));
                    }
                  }
                  return additions;
                });
    return claimed;
  }

  private boolean others(Audience audience) {
    return audience
        .failed()
        .filter(entry -> entry.detail().endsWith(BEING_TOLD))
        .filter(entry -> Instant.parse(entry.at()).plus(LONGEST).isAfter(clock.instant()))
        .isPresent();
  }
}
