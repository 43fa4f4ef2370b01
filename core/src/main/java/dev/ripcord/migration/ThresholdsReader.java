package dev.ripcord.migration;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what the checks after a rollback measure against. */
final class ThresholdsReader {
  private static final Pattern PERCENT = Pattern.compile("\\s*([0-9][0-9]?|100)\\s*%\\s*");
  private static final Pattern SIZE = Pattern.compile("\\s*([0-9]{1,6}) ?(kB|MB|GB|TB)\\s*");
  private static final Pattern TIMES = Pattern.compile("\\s*([0-9]{1,4}(\\.[0-9]{1,6})?)\\s*");

  private ThresholdsReader() {}

  static Thresholds read(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.THRESHOLDS);
    Thresholds base = Thresholds.DEFAULT;
    return new Thresholds(
        new Thresholds.Patience(
            WatchReader.atLeast(in, "check_timeout", Duration.ofSeconds(1))
                .orElse(base.patience().check()),
            in.duration("settle").orElse(base.patience().settle())),
        new Thresholds.Service(
            times(in, "error_rate", base.service().errorRate()),
            times(in, "response_time", base.service().responseTime())),
        new Thresholds.Database(
            load(in, base.database().load()),
            rows(in, base.database().rows()),
            log(in, base.database().log())));
  }

  private static Thresholds.Load load(Mapping in, Thresholds.Load base) {
    return new Thresholds.Load(
        in.duration("longest_transaction").orElse(base.longestTransaction()),
        in.duration("lock_wait").orElse(base.lockWait()),
        in.duration("idle_in_transaction").orElse(base.idleInTransaction()),
        percent(in, "connections", base.connections()));
  }

  private static Thresholds.Rows rows(Mapping in, Thresholds.Rows base) {
    return new Thresholds.Rows(
        percent(in, "cache_hit", base.cacheHit()),
        percent(in, "dead_rows", base.dead()),
        percent(in, "changed_rows", base.changed()),
        percent(in, "lost_rows", base.lost()));
  }

  private static Thresholds.Log log(Mapping in, Thresholds.Log base) {
    return new Thresholds.Log(
        in.node("slot_wal").flatMap(node -> size(in, node)).orElse(base.slotWal()),
        in.number("transaction_age", 1, 999_999_999)
            .map(Integer::longValue)
            .orElse(base.transactionAge()));
  }

  private static double times(Mapping in, String key, double otherwise) {
    return in.node(key)
        .flatMap(
            node ->
                in.values()
                    .parsed(
                        node,
                        key,
                        "a multiple of the baseline of at least 1, such as 1.5",
                        text -> {
                          double number = Double.parseDouble(matched(TIMES, text).group(1));
                          if (number < 1) {
                            throw new IllegalArgumentException(text);
                          }
                          return number;
                        }))
        .orElse(otherwise);
  }

  private static int percent(Mapping in, String key, int otherwise) {
    return in.node(key)
        .flatMap(
            node ->
                in.values()
                    .parsed(
                        node,
                        key,
                        "a share from 0% to 100%",
                        text -> Integer.valueOf(matched(PERCENT, text).group(1))))
        .orElse(otherwise);
  }

  private static Optional<Long> size(Mapping in, Node node) {
    return in.values()
        .parsed(
            node,
            "slot_wal",
            "a size such as 512MB or 1GB",
            text -> {
              Matcher matcher = matched(SIZE, text);
              long number = Long.parseLong(matcher.group(1));
              return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                case "kb" -> number << 10;
                case "mb" -> number << 20;
                case "gb" -> number << 30;
                default -> number << 40;
              };
            });
  }

  private static Matcher matched(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return matcher;
  }
}
