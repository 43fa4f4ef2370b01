package dev.ripcord.run;

import dev.ripcord.hook.HookContext;
import dev.ripcord.hook.HookOutcome;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.When;
import java.util.List;
import java.util.Optional;

/** Runs the hooks around phases and rollbacks, each once in a passage, as the journal knows. */
final class Around {
  private static final String SUCCEEDED = "succeeded: ";
  private static final String FAILED = "failed: ";

  private final Controller controller;
  private final Controller.Seat seat;
  private final HookRunner runner;

  Around(Controller controller, Controller.Seat seat, HookRunner runner) {
    this.controller = controller;
    this.seat = seat;
    this.runner = runner;
  }

  /** Absent when all is done that had to be done. */
  Optional<RunResult> run(When when, Phase phase, Optional<String> reason) {
    for (Hook hook : controller.document().around().hooks()) {
      if (hook.when().equals(when)) {
        Optional<RunResult> stuck = run(hook, phase, reason);
        if (stuck.isPresent()) {
          return stuck;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<RunResult> run(Hook hook, Phase phase, Optional<String> reason) {
    Standing standing = controller.standing();
    String unit = hook.when().words() + "/" + hook.name();
    if (done(standing, hook, unit)) {
      return Optional.empty();
    }
    controller.at(new State(unit, "running the hook " + hook.name(), State.Walk.NONE));
    HookOutcome outcome =
        runner.run(
            hook,
            new HookContext(
                controller.document().identity().migration(),
                controller.document().identity().id(),
                controller.document().course().hash(),
                phase,
                standing.passage(),
                reason));
    String detail = outcome.detail(hook);
    controller.note(Entry.Kind.HOOK, unit, (outcome.succeeded() ? SUCCEEDED : FAILED) + detail);
    seat.listener()
        .event(new RunEvent.HookRan(hook.when().words(), hook.name(), outcome.succeeded(), detail));
    // whoever stops or turns round meanwhile shall not wait for the hooks that are left
    seat.signals().check();
    boolean stops = !outcome.succeeded() && hook.onFailure() == Hook.OnFailure.STOP;
    return stops
        ? Optional.of(
            new RunResult.Stuck(unit, "hook " + hook.name(), "the hook failed", List.of(detail)))
        : Optional.empty();
  }

  /** What may fail without stopping the run is not tried again either. */
  private static boolean done(Standing standing, Hook hook, String unit) {
    return standing.sinceTurn().stream()
        .filter(entry -> entry.kind() == Entry.Kind.HOOK && entry.unit().equals(unit))
        .anyMatch(
            entry ->
                entry.detail().startsWith(SUCCEEDED)
                    || hook.onFailure() == Hook.OnFailure.CONTINUE);
  }
}
