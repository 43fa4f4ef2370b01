package dev.ripcord.hook;

import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Statuses;
import dev.ripcord.migration.Template;
import dev.ripcord.migration.When;
import dev.ripcord.problem.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hooks and what runs them, for tests. */
final class Hooks {
  static final HookContext CONTEXT =
      new HookContext("shop", "run-1", "abc", Phase.CONTRACT, "17", Optional.of("errors"));

  private static final Place PLACE = new Place("migration.yaml", 7, 5);

  /** What each pause between two attempts was; nobody really sleeps. */
  final List<Duration> pauses = new ArrayList<>();

  private final Map<String, String> environment = new HashMap<>(System.getenv());

  Hooks set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  HookOutcome run(Hook hook) {
    return runner().run(hook, CONTEXT);
  }

  HookRunner runner() {
    return new HookRunner(environment, List.of(), Clock.systemUTC(), pauses::add);
  }

  static Hook shell(String command, String... env) {
    Map<String, Template> variables = new HashMap<>();
    for (int i = 0; i < env.length; i += 2) {
      variables.put(env[i], new Template(env[i + 1]));
    }
    return hook(new HookAction.Shell(command, variables));
  }

  static Hook http(String method, String url, String... headers) {
    return http(method, url, Optional.empty(), Statuses.SUCCESS, headers);
  }

  static Hook http(
      String method, String url, Optional<String> body, Statuses expect, String... headers) {
    Map<String, Template> named = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], new Template(headers[i + 1]));
    }
    return hook(
        new HookAction.Http(method, new Template(url), named, body.map(Template::new), expect));
  }

  private static Hook hook(HookAction action) {
    return new Hook(
        PLACE,
        "flag",
        When.beforeRollback(),
        action,
        Duration.ofSeconds(20),
        0,
        Hook.OnFailure.CONTINUE);
  }

  static Hook with(Hook hook, Duration timeout, int retries) {
    return new Hook(
        hook.place(), hook.name(), hook.when(), hook.action(), timeout, retries, hook.onFailure());
  }
}
