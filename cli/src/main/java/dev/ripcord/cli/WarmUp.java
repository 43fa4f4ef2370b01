package dev.ripcord.cli;

import dev.ripcord.plan.CanonicalJson;
import java.sql.DriverManager;
import java.util.Arrays;

/**
 * Loads, on another core, what a command needs that works on a live database, while the first core
 * reads the arguments. Much of the time until a rollback serves the old shape again is the loading
 * of classes, and somebody waits for it.
 */
final class WarmUp {
  private WarmUp() {}

  /**
   * Begins where the arguments name a database or say that one is to be made; the process does not
   * wait for the end.
   */
  static void begin(String... arguments) {
    if (Arrays.stream(arguments)
        .noneMatch(each -> each.startsWith("--database") || each.equals("rehearse"))) {
      return;
    }
    Thread unused =
        Thread.ofPlatform()
            .daemon()
            .name("warm-up")
            // what fails here fails again, and is told, where it is needed
            .uncaughtExceptionHandler((thread, failure) -> {})
            .start(WarmUp::load);
  }

  private static void load() {
    String unused = CanonicalJson.writeLine(CanonicalJson.read("{\"steps\": [1, 1.5, null]}"));
    long unusedCount = DriverManager.drivers().count();
  }
}
