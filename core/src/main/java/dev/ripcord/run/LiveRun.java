package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseException;
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
  private final Outside outside;

  /** When the rollback was asked for, or the command given, as {@link System#nanoTime} has it. */
  private long asked;

  private final Whereabouts whereabouts;

  /** Whether the last phase that is wanted was through already; absent before we looked. */
  private Optional<Boolean> passedBefore = Optional.empty();

  /** The watch over the run, for as long as this process has it. */
  private Optional<Sentry> sentry = Optional.empty();

  /** Whether this process is taking the run back. */
  private boolean backward;

  /** Whether the secrets of the hooks were asked for: only once, before anything is done. */
  private boolean ready;

  /**
   * @param there whether the document was read from the database
   * @param began when the command was given, in the terms of {@link System#nanoTime}
   */
  LiveRun(
      RunDocument document,
      Controller.Seat seat,
      RunOptions options,
      Outside outside,
      boolean there,
      long began) {
    this.document = document;
    this.seat = seat;
    this.options = options;
    this.outside = outside;
    this.asked = began;
    this.whereabouts = new Whereabouts(document, options, there);
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
    try {
      RunResult result = attempts(aim);
      // for failed checks people are called already
      if (!(result instanceof RunResult.RolledBack || result instanceof RunResult.Unvalidated)) {
        stopped(words(result));
      }
      return result;
    } catch (Signals.Interrupted interrupted) {
      throw interrupted;
    } catch (RuntimeException e) {
      stopped(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      sentry.ifPresent(Sentry::close);
    }
  }

  private static String words(RunResult result) {
    return switch (result) {
      case RunResult.Stuck it -> it.unit() + " " + it.title() + ": " + it.reason();
      case RunResult.Refused it -> String.join("; ", it.reasons());
      case RunResult.Busy it -> it.holder();
      case RunResult.Held it -> "it waits before " + it.before().word() + ": " + it.what();
      case RunResult.Completed it -> "all phases are through";
      case RunResult.Reached it -> it.phase().word() + " is through";
      case RunResult.RolledBack it -> "rolled back to " + it.to().words();
      case RunResult.Unvalidated it -> "checks of what it left failed";
      case RunResult.Ended it -> "the way back is given up";
    };
  }

  /** A rollback that ends otherwise than at its end needs people. */
  private void stopped(String why) {
    if (backward) {
      sentry.ifPresent(watching -> watching.alarms().failed("rollback", why));
    }
  }

  private RunResult attempts(Aim aim) {
    Optional<Long> lostAt = Optional.empty();
    Duration pause = PAUSE;
    int barren = 0;
    String gained = "";
    while (true) {
      try (Controller controller = Controller.open(document, seat, whereabouts::founding)) {
        Optional<String> refusal = controller.refusal();
        if (refusal.isPresent()) {
          // what holds the lock may be the server's end of our own connection that broke
          lostAt = lostAt.or(() -> Optional.of(System.nanoTime()));
          if (whereabouts.unknown() || away(lostAt) || stopped()) {
            return controller.busy()
                ? new RunResult.Busy(refusal.get())
                : new RunResult.Refused(List.of(refusal.get()));
          }
          LockSupport.parkNanos(PAUSE.toNanos());
          continue;
        }
        lostAt = Optional.empty();
        pause = PAUSE;
        List<Entry> entries = controller.journal();
        String now = controller.gained(entries);
        barren = now.equals(gained) ? barren + 1 : 0;
        gained = now;
        if (barren > BREAKS) {
          return new RunResult.Stuck(
              "the run",
              "the connection",
              "it broke " + barren + " times with nothing gained",
              List.of("what is being done may end the server's process: see the server's log"));
        }
        Optional<RunResult> over = whereabouts.over(entries, aim, controller);
        over.ifPresent(this::tell);
        return over.isPresent() ? over.get() : go(controller, aim);
      } catch (Controller.Broken broken) {
        seat.listener().event(new RunEvent.ConnectionLost(String.valueOf(broken.getMessage())));
      } catch (DatabaseException e) {
        lostAt = lostAt.or(() -> Optional.of(System.nanoTime()));
        if (e.noneFree() && away(lostAt) && !whereabouts.unknown()) {
          return new RunResult.Stuck(
              "the run",
              "the connection",
              "none was free for " + SERVER_AWAY.toSeconds() + " s",
              List.of(String.valueOf(e.getMessage())));
        }
        if (!e.connectionLost() || away(lostAt) || stopped()) {
          throw e;
        }
        seat.listener().event(new RunEvent.ConnectionLost(String.valueOf(e.getMessage())));
        LockSupport.parkNanos(pause.toNanos());
        // who waits for a free connection shall not be in the way of others who do
        pause = e.noneFree() ? Room.longer(pause) : PAUSE;
      }
    }
  }

  /** Its connection broke before we were told how it ended. */
  private void tell(RunResult over) {
    if (over instanceof RunResult.RolledBack back) {
      sentry.ifPresent(watching -> watching.alarms().rolledBack(back.to(), back.why()));
    }
  }

  private Sentry watching() {
    Sentry watching =
        sentry.orElseGet(() -> Sentry.begin(document, seat, options, outside.means()));
    sentry = Optional.of(watching);
    return watching;
  }

  private static boolean away(Optional<Long> since) {
    return since.filter(at -> System.nanoTime() - at > SERVER_AWAY.toNanos()).isPresent();
  }

  private boolean stopped() {
    return seat.signals().pending().filter(Signals.Interrupt.Stop.class::isInstance).isPresent();
  }

  private RunResult go(Controller controller, Aim aim) {
    if (aim instanceof Aim.End end) {
      return new Ending(controller, seat, options, watching()).end(end.now());
    }
    Standing standing = controller.standing();
    boolean goesBack = aim instanceof Aim.GoBack || standing.goingBack();
    List<String> missing = ready ? List.of() : around(controller).missingSecrets(goesBack);
    if (!missing.isEmpty()) {
      return new RunResult.Refused(missing);
    }
    ready = true;
    Sentry watching = watching();
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
        backward = true;
        whereabouts.goingBack(rollback.get().detail());
        Back to = Back.parse(rollback.get().unit());
        RunResult result =
            new WayBack(controller, seat, options, around(controller), watching, asked)
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
        RunResult result =
            new WayForward(controller, seat, options, around(controller), watching)
                .take(passedBefore(standing));
        watching.settleAll(controller);
        return result;
      } catch (Signals.Interrupted interrupted) {
        Optional<Signals.Interrupt> why = seat.signals().pending();
        if (why.isPresent() && why.get() instanceof Signals.Interrupt.TurnBack turn) {
          asked = System.nanoTime();
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
    List<Request> open = asked();
    Optional<Request> further =
        open.stream()
            .filter(request -> request.kind() == Request.Kind.ROLLBACK)
            .filter(request -> Back.parse(request.target()).downTo().compareTo(wanted.downTo()) < 0)
            .min(Comparator.comparing(request -> Back.parse(request.target()).downTo()));
    Back to = further.map(request -> Back.parse(request.target())).orElse(wanted);
    String why = further.map(request -> request.who().words()).orElse(by);
    controller.note(Entry.Kind.ROLLBACK, to.words(), why);
    // only what was weighed: what is asked for meanwhile may go further
    if (!open.isEmpty()) {
      controller.takeRequests(open::contains);
    }
    seat.listener().event(new RunEvent.TurnedBack(to.words(), why));
  }

  /** A turn must not fail for want of a further connection. */
  private List<Request> asked() {
    try {
      return Look.at(seat.url(), Look.BRIEF, Requests::open);
    } catch (DatabaseException e) {
      seat.listener().event(new RunEvent.Note("requests cannot be read: " + e.getMessage()));
      return List.of();
    }
  }

  private boolean passedBefore(Standing standing) {
    boolean now = options.until().flatMap(standing::passed).isPresent();
    passedBefore = passedBefore.or(() -> Optional.of(now));
    return passedBefore.get();
  }

  private Around around(Controller controller) {
    return new Around(controller, seat, outside.hooks(), options.overrides().skipHooks());
  }
}
