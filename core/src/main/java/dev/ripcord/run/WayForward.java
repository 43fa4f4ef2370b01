package dev.ripcord.run;

import dev.ripcord.execute.RunOutcome;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.When;
import dev.ripcord.plan.Step;
import java.util.List;
import java.util.Optional;

/** A run forward, phase by phase through its gates. */
final class WayForward {
  private final Controller controller;
  private final Controller.Seat seat;
  private final RunOptions options;
  private final Around around;
  private final Sentry sentry;
  private final Safeguard safeguard;

  WayForward(
      Controller controller,
      Controller.Seat seat,
      RunOptions options,
      Around around,
      Sentry sentry) {
    this.controller = controller;
    this.seat = seat;
    this.options = options;
    this.around = around;
    this.sentry = sentry;
    this.safeguard = new Safeguard(controller, seat);
  }

  /**
   * @param already whether the last phase that is wanted was through when the command was given
   */
  RunResult take(boolean already) {
    RunResult result = phases(already);
    // what fires from here on would meet nobody, and turn whoever resumes
    sentry.disarm();
    turnIfAsked();
    return result;
  }

  private RunResult phases(boolean already) {
    Phase until = options.until().orElse(Phase.CLEANUP);
    for (Phase phase : Phase.values()) {
      turnIfAsked();
      if (phase.compareTo(until) > 0) {
        return new RunResult.Reached(until, already);
      }
      Optional<RunResult> stopped = take(phase);
      if (stopped.isPresent()) {
        return stopped.get();
      }
    }
    turnIfAsked();
    if (controller.standing().completedAt().isEmpty()) {
      Optional<RunResult> stuck = safeguard.point(Safeguard.COMPLETE);
      if (stuck.isPresent()) {
        return stuck.get();
      }
      controller.note(
          Entry.Kind.COMPLETE, controller.document().identity().id(), "all phases are through");
      sentry.alarms().complete();
    }
    return new RunResult.Completed(List.of());
  }

  /** What was asked for while nobody had the run, or between two beats of the heart. */
  private void turnIfAsked() {
    seat.signals().check();
    controller.look(Requests::rollbacks).stream()
        .findFirst()
        .ifPresent(request -> seat.signals().ask(new Signals.Interrupt.TurnBack(request)));
    seat.signals().check();
  }

  /** Absent when it is through. */
  private Optional<RunResult> take(Phase phase) {
    sentry.settleAll(controller);
    sentry.resume(controller);
    Standing standing = controller.standing();
    if (standing.through(phase)) {
      sentry.arm(phase);
      if (standing.passed(phase).isEmpty()) {
        // who took its last step died before it wrote that down, or it has no steps
        Optional<RunResult> stuck = guarded(phase, controller.document().course().steps(phase));
        if (stuck.isPresent()) {
          return stuck;
        }
        controller.note(Entry.Kind.PHASE, phase.word(), Standing.THROUGH);
      }
      // its last hook may have been cut short
      return around.run(When.after(phase), phase, Optional.empty());
    }
    if (!standing.begun(phase)) {
      Optional<RunResult> held =
          new GateKeeper(controller, seat, options, () -> sentry.settle(controller))
              .before(phase)
              .or(() -> sentry.before(phase, controller));
      if (held.isPresent()) {
        return held;
      }
    }
    sentry.arm(phase);
    Optional<RunResult> before = around.run(When.before(phase), phase, Optional.empty());
    if (before.isPresent()) {
      return before;
    }
    Optional<RunResult> unguarded = standing.begun(phase) ? Optional.empty() : before(phase);
    if (unguarded.isPresent()) {
      return unguarded;
    }
    RunOutcome outcome = controller.take(engine -> engine.forward(phase));
    if (!(outcome instanceof RunOutcome.Completed)) {
      // a statement that was cancelled because somebody asked for something is no failure
      seat.signals().check();
      return Optional.of(WayBack.stuck(outcome));
    }
    Optional<RunResult> without = after(phase);
    if (without.isPresent()) {
      return without;
    }
    controller.note(Entry.Kind.PHASE, phase.word(), Standing.THROUGH);
    seat.listener().event(new RunEvent.PhaseDone(phase));
    return around.run(When.after(phase), phase, Optional.empty());
  }

  /**
   * Right before its first change, after its hooks; before preparation there is nothing to keep.
   */
  private Optional<RunResult> before(Phase phase) {
    return phase == Phase.PREPARATION ? Optional.empty() : safeguard.point(phase.word());
  }

  /** Preparation is through when there is a backup too. */
  private Optional<RunResult> after(Phase phase) {
    return phase == Phase.PREPARATION ? safeguard.backup() : Optional.empty();
  }

  /** What the phase still lacks although none of its steps is left. */
  private Optional<RunResult> guarded(Phase phase, List<Step> steps) {
    return steps.isEmpty() ? before(phase).or(() -> after(phase)) : after(phase);
  }
}
