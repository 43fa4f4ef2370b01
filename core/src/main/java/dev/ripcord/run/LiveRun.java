package dev.ripcord.run;

import dev.ripcord.execute.RunOutcome;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.When;
import dev.ripcord.postgres.DatabaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A run on the live database, from this process: phase by phase forward through its gates, or back.
 * Where it stands is what the journal says, so it begins anew from there whenever the connection
 * was lost.
 */
final class LiveRun {
  /** So long a server may be away, such as for a restart, before the process gives up. */
  private static final Duration SERVER_AWAY = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** So often the connection may break without an entry more in the journal. */
  private static final int BREAKS = 20;

  private final RunDocument document;
  private final Controller.Seat seat;
  private final RunOptions options;
  private final HookRunner hooks;
  private final long began;

  /** Whether the run is known to have been in the database. */
  private boolean there;

  /** Whether the secrets of the hooks were asked for: only once, before anything is done. */
  private boolean ready;

  /** The newest entry when this process first looked; absent before. */
  private Optional<Long> newest = Optional.empty();

  /** Why this process takes the run back; absent while it does not. */
  private Optional<String> goingBack = Optional.empty();

  /**
   * @param there whether the document was read from the database
   * @param began when the command was given, in the terms of {@link System#nanoTime}
   */
  LiveRun(
      RunDocument document,
      Controller.Seat seat,
      RunOptions options,
      HookRunner hooks,
      boolean there,
      long began) {
    this.document = document;
    this.seat = seat;
    this.options = options;
    this.hooks = hooks;
    this.began = began;
    this.there = there;
  }

  /** What is wanted of the run. */
  sealed interface Aim {
    /** Forward, or on in the direction that it has. */
    record GoOn() implements Aim {}

    /**
     * To give up the way back.
     *
     * @param now why before its time
     */
    record End(Optional<String> now) implements Aim {}

    /** Back. */
    record GoBack(Back to, Request.Asker who) implements Aim {}
  }

  /** Goes on until the run is where it shall be, waits, or cannot. */
  RunResult perform(Aim aim) {
    Optional<Long> lostAt = Optional.empty();
    int barren = 0;
    long gained = -1;
    while (true) {
      try (Controller controller = Controller.open(document, seat)) {
        Optional<String> refusal = controller.refusal();
        if (refusal.isPresent()) {
          // what holds the lock may be the server's end of our own connection that broke
          lostAt = lostAt.or(() -> Optional.of(System.nanoTime()));
          if (newest.isEmpty() || away(lostAt) || stopped()) {
            return busy(refusal.get());
          }
          LockSupport.parkNanos(PAUSE.toNanos());
          continue;
        }
        lostAt = Optional.empty();
        List<Entry> entries = controller.journal();
        long last = entries.isEmpty() ? 0 : entries.getLast().seq();
        barren = last > gained ? 0 : barren + 1;
        gained = Math.max(gained, last);
        if (barren > BREAKS) {
          return new RunResult.Stuck(
              "the run",
              "the connection",
              "it broke " + barren + " times with nothing gained",
              List.of("what is being done may end the server's process: see the server's log"));
        }
        Optional<RunResult> over = over(entries, aim, controller);
        return over.isPresent() ? over.get() : go(controller, aim);
      } catch (Controller.Broken broken) {
        seat.listener().event(new RunEvent.ConnectionLost(String.valueOf(broken.getMessage())));
      } catch (DatabaseException e) {
        lostAt = lostAt.or(() -> Optional.of(System.nanoTime()));
        if (!e.connectionLost() || away(lostAt) || stopped()) {
          throw e;
        }
        seat.listener().event(new RunEvent.ConnectionLost(String.valueOf(e.getMessage())));
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static boolean away(Optional<Long> since) {
    return since.filter(at -> System.nanoTime() - at > SERVER_AWAY.toNanos()).isPresent();
  }

  private boolean stopped() {
    return seat.signals().pending().filter(Signals.Interrupt.Stop.class::isInstance).isPresent();
  }

  private static RunResult busy(String refusal) {
    return refusal.startsWith("another run")
        ? new RunResult.Busy(refusal)
        : new RunResult.Refused(List.of(refusal));
  }

  /**
   * How the run ended before we had it, or while we did not: by us, when the connection broke
   * before we were told so, or by somebody else. That we are still here must not begin it anew, nor
   * take it forward again.
   */
  private Optional<RunResult> over(List<Entry> entries, Aim aim, Controller controller) {
    if (entries.isEmpty()) {
      newest = newest.or(() -> Optional.of(0L));
      return there ? Optional.of(gone(aim, controller)) : Optional.empty();
    }
    if (!there && newest.isEmpty()) {
      return Optional.of(
          new RunResult.Refused(
              List.of("somebody else began a run meanwhile: ripcord status shows it")));
    }
    there = true;
    long last = entries.getLast().seq();
    long since = newest.orElse(last);
    newest = Optional.of(since);
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == Entry.Kind.ROLLED_BACK && entry.seq() > since)
        .findFirst()
        .filter(entry -> fulfils(entry, aim))
        .map(
            entry -> new RunResult.RolledBack(Back.parse(entry.unit()), entry.detail(), List.of()));
  }

  private static boolean fulfils(Entry rolledBack, Aim aim) {
    return switch (aim) {
      case Aim.GoOn goOn -> true;
      case Aim.GoBack back -> back.to().words().equals(rolledBack.unit());
      case Aim.End end -> false;
    };
  }

  private RunResult gone(Aim aim, Controller controller) {
    Path exported = JournalFile.path(options.exports(), document);
    if (aim instanceof Aim.End && Files.exists(exported)) {
      return new RunResult.Ended(exported.toString());
    }
    Optional<String> why =
        aim instanceof Aim.GoBack back ? Optional.of(back.who().words()) : goingBack;
    boolean back =
        goingBack.isPresent()
            || controller.look(session -> WayBack.differences(session, document)).isEmpty();
    if (why.isPresent() && back) {
      return new RunResult.RolledBack(new Back.Start(), why.get(), List.of());
    }
    return new RunResult.Refused(
        List.of(
            "the run "
                + document.identity().id()
                + " is not in this database any more: somebody else brought it to its end"));
  }

  private RunResult go(Controller controller, Aim aim) {
    if (aim instanceof Aim.End end) {
      return new Ending(controller, seat, options).end(end.now());
    }
    Standing standing = controller.standing();
    boolean goesBack = aim instanceof Aim.GoBack || standing.goingBack();
    List<String> missing = ready ? List.of() : around(controller).missingSecrets(goesBack);
    if (!missing.isEmpty()) {
      return new RunResult.Refused(missing);
    }
    ready = true;
    if (aim instanceof Aim.GoBack back) {
      Optional<Back> underWay = standing.rollback().map(entry -> Back.parse(entry.unit()));
      if (underWay.isEmpty()) {
        turn(controller, back.to(), back.who().words());
      } else if (underWay.get().downTo().compareTo(back.to().downTo()) < 0) {
        return new RunResult.Refused(
            List.of(
                "a rollback to "
                    + underWay.get().words()
                    + " is under way, which goes further: ripcord resume goes on with it"));
      }
    }
    while (true) {
      standing = controller.standing();
      Optional<Entry> rollback = standing.rollback();
      if (rollback.isPresent()) {
        seat.signals().turned(true);
        goingBack = Optional.of(rollback.get().detail());
        Back to = Back.parse(rollback.get().unit());
        RunResult result =
            new WayBack(controller, seat, options, around(controller), began)
                .take(to, rollback.get().detail());
        if (result instanceof RunResult.RolledBack
            && aim instanceof Aim.GoBack back
            && back.to().downTo().compareTo(to.downTo()) < 0) {
          // what was under way did not go as far as what is wanted now
          turn(controller, back.to(), back.who().words());
          continue;
        }
        return result;
      }
      seat.signals().turned(false);
      try {
        return forward(controller);
      } catch (Signals.Interrupted interrupted) {
        Optional<Signals.Interrupt> why = seat.signals().pending();
        if (why.isPresent() && why.get() instanceof Signals.Interrupt.TurnBack turn) {
          turn(controller, Back.parse(turn.request().target()), turn.request().who().words());
        } else {
          throw interrupted;
        }
      }
    }
  }

  /**
   * From the moment that this is written, the run goes back, whoever goes on with it: as far as
   * anybody has asked for.
   */
  private void turn(Controller controller, Back wanted, String by) {
    List<Request> asked = controller.look(Requests::open);
    Optional<Request> further =
        asked.stream()
            .filter(request -> request.kind() == Request.Kind.ROLLBACK)
            .filter(request -> Back.parse(request.target()).downTo().compareTo(wanted.downTo()) < 0)
            .min(Comparator.comparing(request -> Back.parse(request.target()).downTo()));
    Back to = further.map(request -> Back.parse(request.target())).orElse(wanted);
    String why = further.map(request -> request.who().words()).orElse(by);
    controller.note(Entry.Kind.ROLLBACK, to.words(), why);
    // only what was weighed: what is asked for meanwhile may go further
    controller.takeRequests(asked::contains);
    seat.listener().event(new RunEvent.TurnedBack(to.words(), why));
  }

  private RunResult forward(Controller controller) {
    Phase until = options.until().orElse(Phase.CLEANUP);
    for (Phase phase : Phase.values()) {
      turnIfAsked(controller);
      if (phase.compareTo(until) > 0) {
        return new RunResult.Reached(until);
      }
      Standing standing = controller.standing();
      if (standing.through(phase)) {
        if (standing.passed(phase).isEmpty()) {
          // who took its last step died before it wrote that down, or it has no steps
          controller.note(Entry.Kind.PHASE, phase.word(), Standing.THROUGH);
        }
        // its last hook may have been cut short
        Optional<RunResult> stuck =
            around(controller).run(When.after(phase), phase, Optional.empty());
        if (stuck.isPresent()) {
          return stuck.get();
        }
        continue;
      }
      if (!standing.begun(phase)) {
        Optional<RunResult> held = new GateKeeper(controller, seat, options).before(phase);
        if (held.isPresent()) {
          return held.get();
        }
      }
      Optional<RunResult> stuck = take(controller, phase);
      if (stuck.isPresent()) {
        return stuck.get();
      }
    }
    turnIfAsked(controller);
    if (controller.standing().completedAt().isEmpty()) {
      controller.note(Entry.Kind.COMPLETE, document.identity().id(), "all phases are through");
    }
    return new RunResult.Completed(List.of());
  }

  /** What was asked for while nobody had the run, or between two beats of the heart. */
  private void turnIfAsked(Controller controller) {
    controller.look(Requests::rollbacks).stream()
        .findFirst()
        .ifPresent(request -> seat.signals().ask(new Signals.Interrupt.TurnBack(request)));
    seat.signals().check();
  }

  private Optional<RunResult> take(Controller controller, Phase phase) {
    Around around = around(controller);
    Optional<RunResult> before = around.run(When.before(phase), phase, Optional.empty());
    if (before.isPresent()) {
      return before;
    }
    RunOutcome outcome = controller.take(engine -> engine.forward(phase));
    if (!(outcome instanceof RunOutcome.Completed)) {
      // a statement that was cancelled because somebody asked for something is no failure
      seat.signals().check();
      return Optional.of(WayBack.stuck(outcome));
    }
    there = true;
    controller.note(Entry.Kind.PHASE, phase.word(), Standing.THROUGH);
    seat.listener().event(new RunEvent.PhaseDone(phase));
    return around.run(When.after(phase), phase, Optional.empty());
  }

  private Around around(Controller controller) {
    return new Around(controller, seat, hooks, options.overrides().skipHooks());
  }
}
