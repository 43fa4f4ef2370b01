package dev.ripcord.run;

import dev.ripcord.escalate.Delivery;
import dev.ripcord.escalate.Escalator;
import dev.ripcord.escalate.Event;
import dev.ripcord.escalate.Letters;
import dev.ripcord.escalate.Outbox;
import dev.ripcord.escalate.Roster;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.vigil.Alarm;
import dev.ripcord.vigil.Orders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The people around a run: whom to call, by which channels, and what the journal says of it. */
final class Alarms implements AutoCloseable {
  /** What is said last, such as that all is over, shall still get out. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final Outbox outbox;
  private final Alarm alarm;

  private Alarms(Outbox outbox, Alarm alarm) {
    this.outbox = outbox;
    this.alarm = alarm;
  }

  /** Goes on with the alerts that the database has. */
  static Alarms open(
      RunDocument document, Controller.Seat seat, Outbox.Means means, Jotter jotter) {
    AtomicReference<Optional<Escalator>> hearer = new AtomicReference<>(Optional.empty());
    Orders orders = document.orders();
    Outbox outbox =
        new Outbox(
            orders.contacts().channels(),
            means,
            delivery -> {
              hearer.get().ifPresent(escalator -> escalator.heard(delivery));
              if (delivery instanceof Delivery.GivenUp) {
                seat.listener().event(new RunEvent.Note(delivery.words()));
              }
              jotter.jot(Entry.Kind.ALERT, delivery.channel(), words(delivery));
            });
    Roster roster = orders.roster();
    Letters.Run run =
        new Letters.Run(
            document.identity().migration(), document.identity().id(), seat.url().toString());
    Escalator escalator = escalator(seat, roster, run, outbox);
    hearer.set(Optional.of(escalator));
    Alarm alarm =
        new Alarm(
            escalator,
            Optional.of(() -> Look.open(seat.url(), "ripcord alerts", Look.BRIEF)),
            seat.clock(),
            told -> {
              String words = told.words();
              seat.listener().event(new RunEvent.Alerts(told.unacknowledged(), words));
              jotter.jot(Entry.Kind.ALERT, "alert " + told.notice().alert().id(), words);
            });
    return new Alarms(outbox, alarm);
  }

  /** A rollback must not wait until alerts can be read. */
  private static Escalator escalator(
      Controller.Seat seat, Roster roster, Letters.Run run, Outbox outbox) {
    try {
      return Look.at(
          seat.url(), Look.BRIEF, session -> Escalator.open(session, roster, run, outbox));
    } catch (DatabaseException e) {
      seat.listener().event(new RunEvent.Note("alerts cannot be read: " + e.getMessage()));
      return Escalator.begin(roster, run, outbox);
    }
  }

  private static String words(Delivery delivery) {
    return delivery.letter().title() + ": " + delivery.words();
  }

  Alarm alarm() {
    return alarm;
  }

  /** A rollback begins: the audiences are told. */
  void goesBack(Phase from, String why) {
    alarm.announce("start", from.word(), why);
  }

  /** A phase is rolled back. */
  void wentBack(Phase phase, String why) {
    alarm.announce("phase", phase.word(), why);
  }

  /** The rollback is at its end: whatever people were called for is over. */
  void rolledBack(String why) {
    alarm.allOver();
    alarm.announce("completion", "", why);
  }

  /** A step of the rollback is tried again and again. */
  void failing(String unit, String why) {
    alarm.raise(
        new Event.StepFailing(unit),
        Optional.empty(),
        "it gets no lock " + why,
        "It is tried again, as often as pace.lock_attempts says. Ending what is in the way helps.");
  }

  /** It got its lock. */
  void over(String unit) {
    if (alarm.open().stream().anyMatch(alert -> alert.cause().name().equals(unit))) {
      alarm.over(unit);
    }
  }

  /** All phases are through: whatever people were called for is over. */
  void complete() {
    alarm.allOver();
  }

  /** The rollback needs people. */
  void failed(String what, String why) {
    alarm.raise(
        new Event.RollbackFailed(what),
        Optional.empty(),
        why,
        "It stopped there. What is done is done; ripcord resume goes on.");
    alarm.announce("emergency", what, why);
  }

  @Override
  public void close() {
    alarm.close();
    outbox.close(LAST_WORDS);
  }
}
