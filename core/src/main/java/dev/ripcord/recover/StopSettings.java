package dev.ripcord.recover;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Where a server shall stop to replay, in its own words. */
final class StopSettings {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  private StopSettings() {}

  /** As the server reads it before it knows any name of a time zone, Z among them. */
  private static String time(Instant at) {
    return TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  /**
   * @return empty for the end of the archive
   */
  static Map<String, String> of(Target target) {
    return switch (target) {
      case Target.Latest ignored -> Map.of();
      case Target.Backup ignored -> Map.of("recovery_target", "immediate");
      case Target.Point point -> Map.of("recovery_target_name", point.name());
      case Target.Time time ->
          Map.of("recovery_target_time", time(time.at()), "recovery_target_inclusive", "on");
      // it is the end of what was written, and a record that begins there came later
      case Target.Position position ->
          Map.of("recovery_target_lsn", position.lsn(), "recovery_target_inclusive", "off");
      case Target.Transaction transaction ->
          Map.of(
              "recovery_target_xid",
              Long.toString(transaction.xid()),
              "recovery_target_inclusive",
              transaction.included() ? "on" : "off");
    };
  }
}
