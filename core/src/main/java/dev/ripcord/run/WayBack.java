package dev.ripcord.run;

import dev.ripcord.execute.RunOutcome;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.When;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A rollback, phase by phase in reverse. */
final class WayBack {
  /** A lock that is not to be had for once or twice is nothing to call people for. */
  private static final int ATTEMPTS = 3;

  private final Controller controller;
  private final Controller.Seat seat;
  private final RunOptions options;
  private final Around around;
  private final Sentry sentry;
  private final long began;

  /**
   * @param began when the command was given, in the terms of {@link System#nanoTime}
   */
  WayBack(
      Controller controller,
      Controller.Seat seat,
      RunOptions options,
      Around around,
      Sentry sentry,
      long began) {
    this.controller = controller;
    this.seat = seat;
    this.options = options;
    this.around = around;
    this.sentry = sentry;
    this.began = began;
  }

  RunResult take(Back to, String why) {
    sentry.disarm();
    sentry.settleAll(controller);
    RunResult result = back(to, why);
    if (result instanceof RunResult.RolledBack) {
      sentry.alarms().rolledBack(to, why);
    }
    return result;
  }

  private RunResult back(Back to, String why) {
    Phase from = controller.standing().reached().orElse(Phase.PREPARATION);
    Optional<RunResult> before = around.run(When.beforeRollback(), from, Optional.of(why));
    if (before.isPresent()) {
      return before.get();
    }
    controller.onTheWayBack(new Returning());
    sentry.alarms().goesBack(from, why);
    for (Phase phase : List.of(Phase.values()).reversed()) {
      if (phase.compareTo(to.downTo()) < 0 || phase == Phase.PREPARATION) {
        break;
      }
      Standing standing = controller.standing();
      // all of it may be undone by one that died before it wrote that down
      boolean there = standing.begun(phase) || standing.passed(phase).isPresent();
      RunOutcome outcome = controller.take(engine -> engine.back(phase));
      if (!(outcome instanceof RunOutcome.Completed)) {
        return stuck(outcome);
      }
      if (there) {
        controller.note(Entry.Kind.PHASE, phase.word(), "rolled back");
        if (!controller.document().course().steps(phase).isEmpty()) {
          sentry.alarms().wentBack(phase, why);
        }
      }
    }
    Optional<RunResult> after = around.run(When.afterRollback(), from, Optional.of(why));
    if (after.isPresent()) {
      return after.get();
    }
    return switch (to) {
      case Back.EndOf end -> {
        // who asked for this while it was done has it; left open, it would turn the next run round
        controller.takeRequests(request -> fulfilled(request, end));
        controller.note(Entry.Kind.ROLLED_BACK, to.words(), why);
        yield new RunResult.RolledBack(to, why, List.of());
      }
      case Back.Start start -> toTheStart(to, why);
    };
  }

  private final class Returning implements Teller.Returning {
    @Override
    public void servesAgain() {
      Duration since = Duration.ofNanos(System.nanoTime() - began);
      seat.listener().event(new RunEvent.OldShapeServes(since));
    }

    @Override
    public void blocked(String unit, int attempt, String blockers) {
      if (attempt >= ATTEMPTS) {
        sentry.alarms().failing(unit, blockers);
      }
    }

    @Override
    public void finished(String unit) {
      sentry.alarms().over(unit);
    }
  }

  private static boolean fulfilled(Request request, Back to) {
    // an approval was for the passage that ends here
    return request.kind() == Request.Kind.APPROVE
        || Back.parse(request.target()).downTo().compareTo(to.downTo()) >= 0;
  }

  /** What is left is ours alone: its last record goes to a file before it goes. */
  private RunResult toTheStart(Back to, String why) {
    List<String> differences = controller.differences();
    if (!differences.isEmpty() && options.overrides().differences().isEmpty()) {
      return new RunResult.Stuck(
          "preparation",
          "the schema is not as it was at the start",
          "what differs is not of this run, or is a defect of ripcord",
          differences);
    }
    Optional<String> accepted = options.overrides().differences();
    if (!differences.isEmpty() && accepted.isPresent()) {
      controller.note(
          Entry.Kind.NOTE,
          "preparation",
          "differences accepted: " + accepted.get() + ": " + String.join("; ", differences));
    }
    Optional<RunResult> unvalidated =
        new Checking(controller, seat, sentry).before(options.overrides());
    if (unvalidated.isPresent()) {
      return unvalidated.get();
    }
    sentry.quiet(controller);
    Path file = Export.write(options.exports(), controller.document(), controller.journal());
    seat.listener().event(new RunEvent.Exported(file.toString()));
    controller.quiet();
    RunOutcome outcome = controller.take(engine -> engine.back(Phase.PREPARATION));
    if (!(outcome instanceof RunOutcome.Completed)) {
      return stuck(outcome);
    }
    controller.conclude(options.exports(), Export.Closing.rolledBack(why));
    return new RunResult.RolledBack(to, why, differences);
  }

  /**
   * What is not as it was at the start. A column that comes back stands last; that alone is no
   * difference.
   */
  static List<String> differences(Session session, RunDocument document) {
    return SchemaDifference.between(document.before(), CatalogReader.fingerprint(session)).stream()
        .filter(difference -> !difference.isColumnOrderOnly())
        .map(ObjectDifference::toString)
        .toList();
  }

  static RunResult stuck(RunOutcome outcome) {
    return switch (outcome) {
      case RunOutcome.Completed completed ->
          throw new IllegalStateException("what is through is not stuck");
      case RunOutcome.Failed failed ->
          new RunResult.Stuck(failed.unit(), failed.title(), failed.reason(), failed.details());
      case RunOutcome.Broken broken ->
          new RunResult.Stuck(broken.unit(), broken.title(), broken.reason(), List.of());
      case RunOutcome.Refused refused -> new RunResult.Refused(List.of(refused.reason()));
    };
  }
}
