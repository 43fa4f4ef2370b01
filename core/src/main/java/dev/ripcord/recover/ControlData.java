package dev.ripcord.recover;

import static java.lang.Math.max;

import dev.ripcord.postgres.Program;
import dev.ripcord.postgres.RestoredServer.As;
import dev.ripcord.postgres.RestoredServer.Programs;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings that a server which replays the log must not have lower than the one that wrote it.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/hot-standby.html#HOT-STANDBY-ADMIN">Administrator's
 *     Overview</a>
 */
final class ControlData {
  private static final Duration BRIEF = Duration.ofSeconds(30);

  /** What it must have at least, for the sake of whoever reads it. */
  private static final Map<String, Integer> LEAST =
      Map.of(
          "max_connections", 30,
          "max_worker_processes", 8,
          "max_wal_senders", 0,
          "max_prepared_transactions", 0,
          "max_locks_per_transaction", 64);

  private static final Pattern SETTING =
      Pattern.compile(
          "^(max_(?:connections|worker_processes|wal_senders"
              + "|prepared_xacts|locks_per_xact)) setting: +([0-9]+)$",
          Pattern.MULTILINE);

  private static final Pattern LOWER =
      Pattern.compile(
          "(max_[a-z_]+) = [0-9]+ is a lower setting than on the primary server, where its value"
              + " was ([0-9]+)");

  private ControlData() {}

  /** What the files of a cluster say. */
  static Map<String, String> least(Path data, Programs programs, As as) {
    Program.Ended ended =
        Program.of(BRIEF, programs.program("pg_controldata").toString(), "-D", data.toString())
            .after(as.prefix())
            .run(Optional.of(Path.of("/")), () -> {});
    if (!ended.well()) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "pg_controldata failed on what was restored: " + ended.why());
    }
    Map<String, String> settings = new TreeMap<>();
    LEAST.forEach((name, value) -> settings.put(name, value.toString()));
    boolean unused = raise(settings, SETTING.matcher(ended.output()));
    return settings;
  }

  /**
   * Raises what the server says is too low: the log may have a higher value than the files.
   *
   * @return whether any was
   */
  static boolean raise(Map<String, String> settings, String log) {
    return raise(settings, LOWER.matcher(log));
  }

  private static boolean raise(Map<String, String> settings, Matcher found) {
    boolean raised = false;
    while (found.find()) {
      String name =
          found.group(1).replace("_xacts", "_transactions").replace("_xact", "_transaction");
      int before = Integer.parseInt(settings.getOrDefault(name, "0"));
      int after = max(before, Integer.parseInt(found.group(2)));
      raised |= after > before;
      settings.put(name, String.valueOf(after));
    }
    return raised;
  }
}
