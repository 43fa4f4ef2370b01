package dev.ripcord.run;

import dev.ripcord.execute.RunOutcome;
import dev.ripcord.journal.Entry;
import dev.ripcord.sql.SqlResource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gives up the way back of a run that is complete: what was kept for it goes, and its journal with
 * it, after it was written to a file.
 */
final class Ending {
  private static final String THEIRS = SqlResource.of(Ending.class, "theirs-on-ours");

  /** Asks again where nobody can add anything any more. */
  private static final String NOT_THEIRS =
      SqlResource.of(Ending.class, "refuse-theirs").replace(":theirs", THEIRS);

  private final Controller controller;
  private final Controller.Seat seat;
  private final RunOptions options;
  private final Sentry sentry;

  Ending(Controller controller, Controller.Seat seat, RunOptions options, Sentry sentry) {
    this.controller = controller;
    this.seat = seat;
    this.options = options;
    this.sentry = sentry;
  }

  /**
   * @param now why it shall not wait for the end of the retention; absent if it shall
   */
  RunResult end(Optional<String> now) {
    Optional<Instant> completed = controller.standing().completedAt();
    if (completed.isEmpty()) {
      return new RunResult.Refused(
          List.of("not all phases are through, so what is archived is still needed"));
    }
    Instant expires = completed.get().plus(controller.document().retention());
    boolean early = seat.clock().instant().isBefore(expires);
    if (early && now.isEmpty()) {
      return new RunResult.Refused(
          List.of(
              "the archives stay until "
                  + expires
                  + ", so that a rollback is possible; --now REASON gives it up before"));
    }
    List<String> theirs =
        controller.look(session -> session.query(THEIRS, row -> row.text("dependent")));
    if (!theirs.isEmpty()) {
      return new RunResult.Refused(
          theirs.stream().map(each -> each + " depends on what would go: drop it first").toList());
    }
    controller.note(
        Entry.Kind.NOTE,
        controller.document().identity().id(),
        "the way back is given up by "
            + seat.who()
            + now.filter(any -> early).map(why -> " before its time: " + why).orElse(""));
    sentry.quiet(controller);
    String file =
        Export.write(options.exports(), controller.document(), controller.journal()).toString();
    seat.listener().event(new RunEvent.Exported(file));
    controller.quiet();
    RunOutcome outcome = controller.take(engine -> engine.end(NOT_THEIRS));
    if (!(outcome instanceof RunOutcome.Completed)) {
      return WayBack.stuck(outcome);
    }
    sentry.alarms().gone();
    controller.conclude(options.exports(), Export.Closing.ended());
    return new RunResult.Ended(file);
  }
}
