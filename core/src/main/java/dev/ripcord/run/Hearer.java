package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Trigger;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.vigil.Vigil;
import dev.ripcord.vigil.Words;
import dev.ripcord.watch.Verdict;
import java.time.Duration;

/** Hears the watch, on its thread, and turns the run round when it must. */
record Hearer(Controller.Seat seat, Jotter jotter) implements Vigil.Post {
  /** A database that is slow to answer must not keep the engine from being told. */
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(2);

  @Override
  public void judged(Trigger trigger, Verdict verdict, boolean counts) {
    String kind = Words.kind(verdict);
    String detail = Words.of(verdict);
    seat.board().show(new State.Sight(trigger.key(), trigger.shadow(), kind, detail));
    seat.listener().event(new RunEvent.Judged(trigger.key(), trigger.shadow(), kind, detail));
    jotter.jot(
        Entry.Kind.WATCH,
        trigger.key(),
        (trigger.shadow() ? "shadow: " : "") + kind + (detail.isEmpty() ? "" : ": " + detail));
  }

  @Override
  public void clockSet(Duration by) {
    String what = Words.clockSet(by);
    seat.listener().event(new RunEvent.Note(what));
    jotter.jot(Entry.Kind.WATCH, "clock", what);
  }

  @Override
  public String doing(Trigger trigger) {
    return trigger.autoExecute()
        ? "The migration is being rolled back."
        : "Nothing yet: this trigger asks. Roll back, or acknowledge to go on.";
  }

  @Override
  public void failed(Throwable failure) {
    String what = "the watch failed, and tries again: " + failure;
    seat.listener().event(new RunEvent.Note(what));
    jotter.jot(Entry.Kind.WATCH, "watch", what);
  }

  /** In the database first: whoever goes on if we die here finds it. */
  @Override
  public void back(Trigger trigger, String why) {
    Back start = new Back.Start();
    Request.Asker who = new Request.Asker("trigger " + trigger.key(), why);
    Thread writing =
        Thread.ofPlatform().daemon().name("ripcord-trigger").start(() -> write(start, who));
    try {
      boolean written = writing.join(LONGEST_WRITE);
      if (!written) {
        writing.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    seat.signals()
        .ask(
            new Signals.Interrupt.TurnBack(
                Request.rollback(seat.clock().instant().toString(), start, who)));
  }

  private void write(Back start, Request.Asker who) {
    try (Session session = Look.open(seat.url(), "ripcord trigger", Look.BRIEF)) {
      session.execute("SET statement_timeout = '5s'; SET lock_timeout = '2s'");
      Requests.rollback(session, start, who);
    } catch (RipcordException e) {
      seat.listener()
          .event(new RunEvent.Note("the database does not take the request: " + e.getMessage()));
    }
  }
}
