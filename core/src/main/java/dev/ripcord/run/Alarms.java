package dev.ripcord.run;

import dev.ripcord.escalate.Delivery;
import dev.ripcord.escalate.Escalator;
import dev.ripcord.escalate.Event;
import dev.ripcord.escalate.Letters;
import dev.ripcord.escalate.Outbox;
import dev.ripcord.escalate.Owed;
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

  /** Where no database is left that could remember it, what is over is tried for so long. */
  private static final Duration LAST_CHANCE = Duration.ofSeconds(60);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Outbox outbox;
  private final Escalator escalator;
  private final Alarm alarm;
  private final Controller.Seat seat;
  private final Jotter jotter;
  private boolean gone;

  private Alarms(
      Outbox outbox, Escalator escalator, Alarm alarm, Controller.Seat seat, Jotter jotter) {
    this.outbox = outbox;
    this.escalator = escalator;
    this.alarm = alarm;
    this.seat = seat;
    this.jotter = jotter;
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
              jotter.jot(Entry.Kind.ALERT, delivery.about(), delivery.line());
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
    return new Alarms(outbox, escalator, alarm, seat, jotter);
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
  void rolledBack(Back to, String why) {
    gone = gone || to instanceof Back.Start;
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

  /** Checks after the rollback failed. */
  void unvalidated(String why) {
    alarm.raise(
        new Event.Integrity("checks after the rollback"),
        Optional.empty(),
        why,
        "The old shape serves, and the run stays in the database. ripcord resume checks again when"
            + " it is mended.");
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

  /** The run is not in the database any more. */
  void gone() {
    gone = true;
  }

  boolean isGone() {
    return gone;
  }

  /** The run is at rest, and nothing of it waits for this. */
  @Override
  public void close() {
    alarm.end();
    outbox.end();
    lastWords();
    outbox.close(Duration.ZERO);
    alarm.close();
    for (Owed owed : escalator.owing()) {
      String what =
          owed.words()
              + (gone
                  ? ", and nothing is left that would tell it later"
                  : " yet; whoever has the run next tells it, such as ripcord resume");
      seat.listener().event(new RunEvent.Note(what));
      jotter.jot(Entry.Kind.ALERT, owed.channel(), what);
    }
  }

  private void lastWords() {
    long began = System.nanoTime();
    boolean said = false;
    while (!outbox.await(LOOK_EVERY) && !Thread.currentThread().isInterrupted()) {
      Duration since = Duration.ofNanos(System.nanoTime() - began);
      boolean first = since.compareTo(LAST_WORDS) < 0;
      boolean owing = gone && !escalator.owing().isEmpty();
      if (!first && (!owing || since.compareTo(LAST_CHANCE) >= 0 || stopped())) {
        return;
      }
      if (!first && !said) {
        said = true;
        seat.listener()
            .event(
                new RunEvent.Note(
                    "the run is at its end and gone from the database; telling people of it is"
                        + " tried for "
                        + LAST_CHANCE.toSeconds()
                        + " seconds in all"));
      }
    }
  }

  private boolean stopped() {
    return seat.signals().pending().filter(Signals.Interrupt.Stop.class::isInstance).isPresent();
  }
}
