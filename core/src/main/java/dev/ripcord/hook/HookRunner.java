package dev.ripcord.hook;

import dev.ripcord.exchange.Pause;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.problem.Problem;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import dev.ripcord.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Runs hooks, one at a time, with timeout and retries. A hook runs at least once: whoever is killed
 * while it runs, or before its outcome is in the journal, finds it undone and runs it again.
 */
public final class HookRunner {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Map<String, String> environment;
  private final List<String> alsoHidden;
  private final Secrets secrets;
  private final Clock clock;
  private final Pause pause;

  /**
   * @param environment of ripcord itself: where secrets come from, and what commands inherit
   * @param alsoHidden what no output may hold beside the hooks' own secrets, such as the password
   *     of the database
   */
  public HookRunner(
      Map<String, String> environment, Collection<String> alsoHidden, Clock clock, Pause pause) {
    this.environment = Map.copyOf(environment);
    this.alsoHidden = List.copyOf(alsoHidden);
    this.secrets = new Secrets(environment);
    this.clock = clock;
    this.pause = pause;
  }

  /** A problem for each secret of these hooks that is not to be had here. Runs nothing. */
  public List<Problem> missingSecrets(List<Hook> hooks) {
    return hooks.stream()
        .flatMap(
            hook ->
                secrets.missing(hook.secrets()).stream()
                    .map(
                        why ->
                            new Problem(
                                hook.place(),
                                "the hook " + hook.name() + " has no secret: " + why,
                                "it where ripcord runs")))
        .toList();
  }

  /**
   * How long a hook can take at most, with all its attempts and the pauses between them, and a few
   * seconds for the end of each.
   */
  public static Duration longest(Hook hook) {
    Duration longest = hook.timeout();
    for (int attempt = 1; attempt <= hook.retries(); attempt++) {
      longest = longest.plus(hook.timeout()).plus(pauseAfter(attempt));
    }
    return longest;
  }

  /**
   * Runs a hook until it succeeds or has no attempts left, or the thread is interrupted, which it
   * is still then: all that the hook started is ended. Throws nothing.
   */
  public HookOutcome run(Hook hook, HookContext context) {
    Instant began = clock.instant();
    return switch (secrets.find(hook.secrets())) {
      case Secrets.Found.Missing it ->
          new HookOutcome.Failed(String.join(", ", it.why()), "", Duration.ZERO, 0);
      case Secrets.Found.All it -> run(hook, context, it.filling(), began);
    };
  }

  private HookOutcome run(Hook hook, HookContext context, Filling filling, Instant began) {
    List<String> hidden = new ArrayList<>(filling.values());
    hidden.addAll(alsoHidden);
    Redactor redactor = new Redactor(hidden);
    for (int attempt = 1; ; attempt++) {
      Attempt ended =
          switch (hook.action()) {
            case HookAction.Shell it ->
                new Command(environment, filling, redactor).run(it, hook, context);
            case HookAction.Http it -> new Request(filling, hidden).send(it, hook, context);
          };
      boolean last = attempt > hook.retries();
      if (last || !again(ended)) {
        return outcome(ended, hook, attempt, began);
      }
      if (!rested(attempt)) {
        return outcome(new Attempt.Interrupted(ended.output()), hook, attempt, began);
      }
    }
  }

  private static boolean again(Attempt attempt) {
    return switch (attempt) {
      case Attempt.Done it -> false;
      case Attempt.Interrupted it -> false;
      case Attempt.Broken it -> it.again();
      case Attempt.Late it -> true;
    };
  }

  private HookOutcome outcome(Attempt ended, Hook hook, int attempt, Instant began) {
    Duration passed = Duration.between(began, clock.instant());
    Duration took = passed.isNegative() ? Duration.ZERO : passed;
    return switch (ended) {
      case Attempt.Done it -> new HookOutcome.Succeeded(it.output(), took, attempt);
      case Attempt.Interrupted it -> new HookOutcome.Interrupted(it.output(), took, attempt);
      case Attempt.Broken it -> new HookOutcome.Failed(it.reason(), it.output(), took, attempt);
      case Attempt.Late it -> new HookOutcome.TimedOut(hook.timeout(), it.output(), took, attempt);
    };
  }

  private boolean rested(int attempt) {
    try {
      pause.sleep(pauseAfter(attempt));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** 1, 2, 4, 8, 16 and then 30 seconds. */
  private static Duration pauseAfter(int attempt) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }
}
