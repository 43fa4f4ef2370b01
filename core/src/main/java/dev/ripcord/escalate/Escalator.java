package dev.ripcord.escalate;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Message;
import dev.ripcord.postgres.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Escalates for one run: tells people what happened, and looks at the clock of acknowledgements.
 *
 * <p>It needs no database to tell anybody: what happens is told at once and written down by the
 * next {@link #keep}, for a database that is gone is what people must hear of first. Whoever is
 * killed between the two tells it again. Threadsafe.
 */
public final class Escalator {
  /** The moment that nothing comes after. */
  private static final String LAST = "completion";

  private final Roster roster;
  private final Letters letters;
  private final Messenger messenger;
  private final Queue<Notice> told = new ConcurrentLinkedQueue<>();
  private final List<Notice> unwritten = new ArrayList<>();
  private final Debts debts = new Debts();
  private Escalation escalation;

  private Escalator(Roster roster, Letters letters, Messenger messenger, List<Alert> alerts) {
    this.roster = roster;
    this.letters = letters;
    this.messenger = messenger;
    this.escalation = Escalation.of(roster.levels(), alerts);
  }

  /** With no alerts, where no database is written. */
  public static Escalator begin(Roster roster, Letters.Run run, Messenger messenger) {
    return new Escalator(roster, new Letters(roster, run), messenger, List.of());
  }

  /** Goes on with the alerts of a run, and tells again those of which nobody may know. */
  public static Escalator open(
      Session session, Roster roster, Letters.Run run, Messenger messenger) {
    List<Alert> alerts = AlertStore.read(session);
    Escalator escalator = new Escalator(roster, new Letters(roster, run), messenger, alerts);
    Set<Long> untold = AlertStore.untold(session);
    alerts.stream()
        .filter(alert -> alert.waiting() && untold.contains(alert.id()))
        .forEach(alert -> escalator.tell(new Notice(Notice.Kind.REPEATED, alert)));
    OwedStore.read(session).forEach(escalator::tellAgain);
    return escalator;
  }

  /** What another process could not tell before its end. */
  private synchronized void tellAgain(Owed owed) {
    debts.known(owed);
    switch (owed.about()) {
      case Owed.About.Over it ->
          escalation.alerts().stream()
              .filter(alert -> alert.id() == it.alert() && !alert.open())
              .forEach(alert -> tellAgain(owed, new Notice(Notice.Kind.RESOLVED, alert)));
      case Owed.About.Said it ->
          roster.messages().stream()
              .filter(message -> message.moment().equals(it.moment()))
              .filter(message -> message.audience().equals(it.audience()))
              .forEach(
                  message ->
                      messenger.send(
                          owed.channel(), letters.message(message, it.phase(), it.reason())));
    }
  }

  private void tellAgain(Owed owed, Notice over) {
    List<Contact> to = roster.told(over).getOrDefault(owed.channel(), List.of());
    messenger.send(owed.channel(), letters.alert(over, Optional.empty(), to));
  }

  /** Something happened. */
  public synchronized List<Notice> raise(Event event, Alert.Cause cause, Instant now) {
    return went(escalation.raise(event, cause, now));
  }

  /** It is over. */
  public synchronized List<Notice> resolve(Event.Kind kind, String name, Instant now) {
    return went(escalation.resolve(kind, name, now));
  }

  /** Time has passed. {@link #keep} first, where there is a database: it knows who acknowledged. */
  public synchronized List<Notice> tick(Instant now) {
    return went(escalation.tick(now));
  }

  /** When {@link #tick} next does anything. */
  public synchronized Optional<Instant> due() {
    return escalation.due();
  }

  /** All of the run, oldest first. */
  public synchronized List<Alert> alerts() {
    return escalation.alerts();
  }

  private List<Notice> went(Escalation.Moved moved) {
    escalation = moved.next();
    unwritten.addAll(moved.notices());
    moved.notices().forEach(this::tell);
    return moved.notices();
  }

  /**
   * Writes down what happened since the last time, and takes in what was acknowledged at other
   * terminals. What cannot be written is written the next time.
   *
   * @return what was acknowledged there, which people are told
   */
  public synchronized List<Notice> keep(Session session, Instant now) {
    if (!AlertStore.there(session)) {
      return List.of();
    }
    List<Notice> heard = List.copyOf(told);
    Debts.Kept kept = debts.toKeep();
    List<Notice> pending = List.copyOf(unwritten);
    Session.Commit commit =
        session.transaction(
            in -> {
              List<Notice> unused = AlertStore.write(in, pending);
              heard.forEach(notice -> AlertStore.told(in, notice, now));
              kept.write(in);
            });
    if (commit != Session.Commit.COMMITTED) {
      return List.of();
    }
    unwritten.removeAll(pending);
    told.removeAll(heard);
    debts.kept(kept);
    Map<Long, Alert> before = new LinkedHashMap<>();
    escalation.alerts().forEach(alert -> before.put(alert.id(), alert));
    List<Alert> after = AlertStore.read(session);
    escalation = Escalation.of(roster.levels(), after);
    List<Notice> acknowledged =
        after.stream()
            .filter(
                alert ->
                    alert.open()
                        && alert.acknowledged().isPresent()
                        && Optional.ofNullable(before.get(alert.id()))
                            .filter(Alert::waiting)
                            .isPresent())
            .map(alert -> new Notice(Notice.Kind.ACKNOWLEDGED, alert))
            .toList();
    acknowledged.forEach(this::tell);
    return acknowledged;
  }

  private void tell(Notice notice) {
    Optional<Instant> due = escalation.due(notice.alert());
    for (Map.Entry<String, List<Contact>> each : roster.told(notice).entrySet()) {
      Letter letter = letters.alert(notice, due, each.getValue());
      if (notice.kind() == Notice.Kind.RESOLVED) {
        long alert = notice.alert().id();
        debts.owe(new Owed(letter.identity(), each.getKey(), new Owed.About.Over(alert)));
      }
      messenger.send(each.getKey(), letter);
    }
  }

  /** What became of a letter; for the listener of the messenger. */
  public void heard(Delivery delivery) {
    if (delivery instanceof Delivery.Sent sent) {
      sent.letter().notice().ifPresent(told::add);
      debts.paid(sent);
    }
  }

  /** What is over, and by which channels nobody has heard that yet. */
  public List<Owed> owing() {
    return debts.owing();
  }

  /**
   * Tells the audiences.
   *
   * @param moment {@code start}, {@code phase}, {@code completion} or {@code emergency}
   */
  public void announce(String moment, String phase, String reason) {
    for (Message message : roster.messages()) {
      Optional<Channel> channel = roster.contacts().channel(message.channel());
      if (message.moment().equals(moment) && channel.isPresent()) {
        Letter letter = letters.message(message, phase, reason);
        if (moment.equals(LAST)) {
          Owed.About about = new Owed.About.Said(moment, message.audience(), phase, reason);
          debts.owe(new Owed(letter.identity(), channel.get().key(), about));
        }
        messenger.send(channel.get().key(), letter);
      }
    }
  }
}
