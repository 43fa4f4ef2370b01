package dev.ripcord.recover;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands with which a person restores a whole cluster, and the quoting that they need. */
final class ByHand {
  private ByHand() {}

  /** A word of a shell. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Within a setting whose percent signs mean something to the server. */
  static String withoutPercent(String text) {
    return text.replace("%", "%%");
  }

  /** What a server is told of where it shall stop. */
  static List<String> settings(Target target) {
    return StopSettings.of(target).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> setting(each.getKey(), each.getValue()))
        .toList();
  }

  /** A line of a file of settings. */
  static String setting(String name, String value) {
    return name + " = '" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /**
   * @param files the commands that bring the files
   * @param programs folder of those of the server
   */
  static List<String> commands(
      List<String> files, String restoreCommand, Target target, Path into, Path programs) {
    List<String> settings = new ArrayList<>();
    settings.add(setting("restore_command", restoreCommand));
    settings.addAll(settings(target));
    if (!(target instanceof Target.Latest)) {
      settings.add(setting("recovery_target_action", "promote"));
    }
    settings.add(setting("archive_mode", "off"));
    // so that it need not have the live server's max_connections and the like
    settings.add(setting("hot_standby", "off"));
    settings.add(setting("listen_addresses", ""));
    settings.add(setting("unix_socket_directories", into.toString()));
    List<String> commands = new ArrayList<>(files);
    commands.add(written(settings, into.resolve("postgresql.conf")));
    commands.add(written(List.of(), into.resolve("postgresql.auto.conf")));
    commands.add(written(List.of("local all all trust"), into.resolve("pg_hba.conf")));
    commands.add(written(List.of(), into.resolve("pg_ident.conf")));
    commands.add(written(List.of(), into.resolve("recovery.signal")));
    commands.add(
        quoted(programs.resolve("pg_ctl").toString())
            + " start --wait --timeout=86400 --pgdata="
            + quoted(into.toString())
            + " --log="
            + quoted(into.resolve("restored.log").toString()));
    // pg_ctl is content when recovery has begun; 1 is what pg_isready says until it has ended
    commands.add(
        "until "
            + quoted(programs.resolve("pg_isready").toString())
            + " --quiet --host="
            + quoted(into.toString())
            + "; do [ $? -eq 1 ] || exit 1; sleep 1; done");
    return commands;
  }

  private static String written(List<String> lines, Path file) {
    return lines.isEmpty()
        ? ": > " + quoted(file.toString())
        : "printf '%s\\n' "
            + String.join(" ", lines.stream().map(ByHand::quoted).toList())
            + " > "
            + quoted(file.toString());
  }
}
