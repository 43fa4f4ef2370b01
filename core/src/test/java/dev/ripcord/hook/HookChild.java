package dev.ripcord.hook;

import java.time.Duration;

/** Runs a hook that takes long, and writes the number of its process to a file. */
final class HookChild {
  private HookChild() {}

  public static void main(String[] arguments) {
    String file = arguments[0];
    HookOutcome unused =
        new Hooks()
            .run(
                Hooks.with(
                    Hooks.shell(
                        "echo $$ > " + file + ".new; mv " + file + ".new " + file + "; sleep 300"),
                    Duration.ofMinutes(10),
                    0));
  }
}
