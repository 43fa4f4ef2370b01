package dev.ripcord.run;

import dev.ripcord.execute.Engine;
import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Asks the controller that has the run to roll back, and looks on until it has. */
final class Follower {
  /** SQLSTATE of a table or schema that is not there. */
  private static final Set<String> GONE = Set.of("42P01", "3F000");

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final DatabaseUrl url;
  private final RunOptions options;
  private final Signals signals;
  private final RunEvent.Listener listener;

  Follower(DatabaseUrl url, RunOptions options, Signals signals, RunEvent.Listener listener) {
    this.url = url;
    this.options = options;
    this.signals = signals;
    this.listener = listener;
  }

  /** Absent when the controller is gone: the run is anybody's. */
  Optional<RunResult> ask(RunDocument document, Back to, Request.Asker who) {
    long asked = System.nanoTime();
    Room room = new Room(signals, listener);
    try (Session session = room.open(() -> Session.open(url, "ripcord rollback"))) {
      Requests.rollback(session, to, who);
      String holder = Holder.of(session).map(Holder::words).orElse("somebody");
      listener.event(new RunEvent.Note("asked " + holder + " to roll back to " + to.words()));
      if (!options.consent().waits()) {
        return Optional.of(
            new RunResult.Busy("asked " + holder + " to roll back; not waiting for it"));
      }
      boolean told = false;
      while (true) {
        signals.check();
        Optional<Standing> standing = standing(session, document);
        if (standing.isEmpty()) {
          return Optional.of(gone(session, document, to, who));
        }
        if (!told && servesAgain(standing.get())) {
          told = true;
          listener.event(new RunEvent.OldShapeServes(Duration.ofNanos(System.nanoTime() - asked)));
        }
        if (to instanceof Back.EndOf && reached(session, standing.get())) {
          return Optional.of(new RunResult.RolledBack(to, who.words(), List.of()));
        }
        if (Holder.of(session).isEmpty()) {
          return last(session, document, to, who);
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    }
  }

  /** Nobody has the run: it may have come to its end since we looked. */
  private static Optional<RunResult> last(
      Session session, RunDocument document, Back to, Request.Asker who) {
    Optional<Standing> standing = standing(session, document);
    if (standing.isEmpty()) {
      return Optional.of(gone(session, document, to, who));
    }
    return to instanceof Back.EndOf && reached(session, standing.get())
        ? Optional.of(new RunResult.RolledBack(to, who.words(), List.of()))
        : Optional.empty();
  }

  /** Absent when the run is not there any more, also when it goes while we look. */
  private static Optional<Standing> standing(Session session, RunDocument document) {
    try {
      return RunStore.read(session).isEmpty()
          ? Optional.empty()
          : Optional.of(RunStore.standing(session, document));
    } catch (DatabaseException e) {
      if (!GONE.contains(e.sqlState())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** It was rolled back, unless somebody gave up its way back instead. */
  private static RunResult gone(Session session, RunDocument document, Back to, Request.Asker who) {
    return WayBack.differences(session, document).isEmpty()
        ? new RunResult.RolledBack(to, who.words(), List.of())
        : new RunResult.Refused(
            List.of(
                "the run "
                    + document.identity().id()
                    + " is not in this database any more, and the schema is not as it was at its"
                    + " start: its exported journal tells how it ended"));
  }

  private static boolean servesAgain(Standing standing) {
    return standing.goingBack()
        && standing.sinceTurn().stream()
            .anyMatch(
                entry ->
                    entry.kind() == Entry.Kind.NOTE && entry.detail().equals(Engine.SERVES_AGAIN));
  }

  /** Our request was taken, and the rollback that it became is at its end. */
  private static boolean reached(Session session, Standing standing) {
    return Requests.open(session).stream()
            .noneMatch(request -> request.kind() == Request.Kind.ROLLBACK)
        && !standing.goingBack();
  }
}
