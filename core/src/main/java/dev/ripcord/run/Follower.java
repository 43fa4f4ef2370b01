package dev.ripcord.run;

import dev.ripcord.execute.Engine;
import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Asks the controller that has the run to roll back, and looks on until it has. */
final class Follower {
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
    try (Session session = Session.open(url, "ripcord rollback")) {
      Requests.ask(session, Request.Kind.ROLLBACK, to.words(), who, false);
      String holder = Holder.of(session).map(Holder::words).orElse("somebody");
      listener.event(new RunEvent.Note("asked " + holder + " to roll back to " + to.words()));
      if (!options.consent().waits()) {
        return Optional.of(
            new RunResult.Busy("asked " + holder + " to roll back; not waiting for it"));
      }
      boolean told = false;
      while (true) {
        signals.check();
        if (RunStore.read(session).isEmpty()) {
          return Optional.of(new RunResult.RolledBack(to, who.words(), List.of()));
        }
        Standing standing = RunStore.standing(session, document);
        if (!told && servesAgain(standing)) {
          told = true;
          listener.event(new RunEvent.OldShapeServes(Duration.ofNanos(System.nanoTime() - asked)));
        }
        if (to instanceof Back.EndOf && reached(session, standing)) {
          return Optional.of(new RunResult.RolledBack(to, who.words(), List.of()));
        }
        if (Holder.of(session).isEmpty()) {
          return Optional.empty();
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    }
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
