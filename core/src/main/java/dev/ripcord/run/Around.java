package dev.ripcord.run;

import dev.ripcord.hook.HookContext;
import dev.ripcord.hook.HookOutcome;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.When;
import dev.ripcord.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the hooks around phases and rollbacks, each once in a passage, as the journal knows. */
final class Around {
  private static final String SUCCEEDED = "succeeded: ";
  private static final String FAILED = "failed: ";
  private static final String SKIPPED = "skipped: ";
  private static final String INTERRUPTED = "interrupted: ";

  private final Controller controller;
  private final Controller.Seat seat;
  private final HookRunner runner;
  private final Optional<String> skip;

  /**
   * @param skip why hooks are not run; absent if they are
   */
  Around(Controller controller, Controller.Seat seat, HookRunner runner, Optional<String> skip) {
    this.controller = controller;
    this.seat = seat;
    this.runner = runner;
    this.skip = skip;
  }

  /** Absent when all is done that had to be done. */
  Optional<RunResult> run(When when, Phase phase, Optional<String> reason) {
    for (Hook hook : hooks()) {
      if (hook.when().equals(when)) {
        Optional<RunResult> stuck = run(hook, phase, reason);
        if (stuck.isPresent()) {
          return stuck;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Each secret that is not to be had here and that hooks still need: a hook without its secret
   * fails, and one that may fail is not tried again.
   *
   * @param back whether the run goes back, or is about to
   */
  List<String> missingSecrets(boolean back) {
    if (skip.isPresent()) {
      return List.of();
    }
    Standing standing = controller.standing();
    List<Hook> needed =
        hooks().stream()
            .filter(hook -> hook.when().phase().isEmpty() || !back)
            .filter(hook -> !over(standing, hook))
            .toList();
    List<String> missing = new ArrayList<>();
    runner.missingSecrets(needed).stream().map(Problem::toString).forEach(missing::add);
    if (!missing.isEmpty()) {
      missing.add("--skip-hooks REASON goes on without any hook");
    }
    return missing;
  }

  /** Whether it has run, or the moment at which it runs is past. */
  private static boolean over(Standing standing, Hook hook) {
    boolean before =
        hook.when().side() == When.Side.BEFORE
            && hook.when().phase().filter(standing::begun).isPresent();
    return before || done(standing, hook, unit(hook));
  }

  private List<Hook> hooks() {
    return controller.document().around().hooks();
  }

  private static String unit(Hook hook) {
    return hook.when().words() + "/" + hook.name();
  }

  private Optional<RunResult> run(Hook hook, Phase phase, Optional<String> reason) {
    Standing standing = controller.standing();
    if (done(standing, hook, unit(hook))) {
      return Optional.empty();
    }
    if (skip.isPresent()) {
      String what = hook.when().words() + ", hook " + hook.name() + ": skipped by " + seat.who();
      return told(hook, SKIPPED, what + ": " + skip.get());
    }
    controller.at(new State(unit(hook), "running the hook " + hook.name(), State.Walk.NONE));
    HookOutcome outcome =
        run(
            hook,
            new HookContext(
                controller.document().identity().migration(),
                controller.document().identity().id(),
                controller.document().course().hash(),
                phase,
                passage(standing, hook),
                reason));
    Optional<RunResult> stuck = told(hook, how(outcome), outcome.detail(hook));
    // whoever stops or turns round meanwhile shall not wait for the hooks that are left
    seat.signals().check();
    return stuck;
  }

  /** A turn does not wait for a hook of the way forward. On the way back nobody asks for one. */
  private HookOutcome run(Hook hook, HookContext context) {
    seat.signals().interrupting(Thread.currentThread());
    try {
      // asked before it would have been interrupted
      seat.signals().check();
      return runner.run(hook, context);
    } finally {
      seat.signals().letGo();
      // whoever asked is heard after this; the interrupt was for the hook alone
      boolean unused = Thread.interrupted();
    }
  }

  private static String how(HookOutcome outcome) {
    return switch (outcome) {
      case HookOutcome.Succeeded it -> SUCCEEDED;
      case HookOutcome.Failed it -> FAILED;
      case HookOutcome.TimedOut it -> FAILED;
      case HookOutcome.Interrupted it -> INTERRUPTED;
    };
  }

  private Optional<RunResult> told(Hook hook, String how, String detail) {
    boolean well = how.equals(SUCCEEDED) || how.equals(SKIPPED);
    controller.note(Entry.Kind.HOOK, unit(hook), how + detail);
    seat.listener().event(new RunEvent.HookRan(hook.when().words(), hook.name(), well, detail));
    return how.equals(FAILED) && hook.onFailure() == Hook.OnFailure.STOP
        ? Optional.of(
            new RunResult.Stuck(
                unit(hook), "hook " + hook.name(), "the hook failed", List.of(detail)))
        : Optional.empty();
  }

  /** What may fail without stopping the run is not tried again either. */
  private static boolean done(Standing standing, Hook hook, String unit) {
    return since(standing, hook).stream()
        .filter(entry -> entry.kind() == Entry.Kind.HOOK && entry.unit().equals(unit))
        .anyMatch(
            entry ->
                entry.detail().startsWith(SUCCEEDED)
                    || entry.detail().startsWith(SKIPPED)
                    || (hook.onFailure() == Hook.OnFailure.CONTINUE
                        && !entry.detail().startsWith(INTERRUPTED)));
  }

  /**
   * The entries of the passage that it belongs to. A phase that a rollback left as it was is not
   * gone through again, so what comes after it belongs to when it was.
   */
  private static List<Entry> since(Standing standing, Hook hook) {
    return passed(standing, hook)
        .map(
            passed ->
                standing.entries().stream().filter(entry -> entry.seq() > passed.seq()).toList())
        .orElseGet(standing::sinceTurn);
  }

  private static String passage(Standing standing, Hook hook) {
    return passed(standing, hook).map(standing::passage).orElseGet(standing::passage);
  }

  private static Optional<Entry> passed(Standing standing, Hook hook) {
    return hook.when().side() == When.Side.AFTER
        ? hook.when().phase().flatMap(standing::passed)
        : Optional.empty();
  }
}
