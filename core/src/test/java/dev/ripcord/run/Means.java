package dev.ripcord.run;

import dev.ripcord.escalate.Outbox;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.secret.Secrets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What tests reach outside of the database. */
final class Means {
  private Means() {}

  static Outside of(HookRunner hooks, Map<String, String> environment) {
    return new Outside(
        hooks,
        new Outbox.Means(
            new Secrets(environment), List.of(), Clock.systemUTC(), Thread::sleep, new Random(1)));
  }
}
