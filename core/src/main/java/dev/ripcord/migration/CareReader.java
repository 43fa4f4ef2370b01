package dev.ripcord.migration;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads what keeps data safe: checks, aftermath and pace. */
final class CareReader {
  private static final Pattern PERCENT = Pattern.compile("\\s*([1-9][0-9]?|100)\\s*%\\s*");
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(5);

  private CareReader() {}

  static List<Check> checks(Values values, Node list, String what) {
    List<Check> checks = new ArrayList<>();
    for (Node item : values.items(list, what)) {
      if (hasKey(item, "url") && hasKey(item, "query")) {
        values.refuse(item, "the check has both url and query", "one of the two");
        continue;
      }
      Optional<Check> check =
          hasKey(item, "url")
              ? http(Mapping.of(values, item, Keys.HTTP_CHECK))
              : sql(Mapping.of(values, item, Keys.SQL_CHECK));
      check.ifPresent(checks::add);
    }
    return checks;
  }

  private static boolean hasKey(Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Check> sql(Mapping in) {
    Optional<String> title = in.text("title");
    Optional<String> query =
        in.node("query").flatMap(node -> in.values().sql(node, "query", "one SQL query"));
    Optional<String> expected = in.node("expected").flatMap(node -> answer(in, node));
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Check.Sql(title.orElseThrow(), query.orElseThrow(), expected.orElseThrow()));
  }

  /** As psql prints it: true is t. */
  private static Optional<String> answer(Mapping in, Node node) {
    Optional<String> text = in.values().text(node, "expected", "the value that is right");
    return node.getTag().equals(Tag.BOOL)
        ? text.map(word -> word.substring(0, 1).toLowerCase(Locale.ROOT))
        : text;
  }

  private static Optional<Check> http(Mapping in) {
    Optional<String> title = in.text("title");
    Optional<String> url = in.text("url");
    if (url.isPresent() && !isHttp(url.get())) {
      in.values()
          .refuse(
              in.node("url").orElseThrow(),
              "url is " + url.get(),
              "an address such as https://example.com/health");
    }
    Optional<Integer> status = in.number("status", 100, 599);
    Optional<Duration> timeout = in.duration("timeout");
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Check.Http(
                title.orElseThrow(),
                url.orElseThrow(),
                status.orElse(200),
                timeout.orElse(HTTP_TIMEOUT)));
  }

  static boolean isHttp(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static Pace pace(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.PACE);
    return new Pace(
        positive(in, "lock_timeout", Pace.DEFAULT.lockTimeout()),
        in.number("lock_attempts", 1, 10_000).orElse(Pace.DEFAULT.lockAttempts()),
        positive(in, "batch_time", Pace.DEFAULT.batchTime()),
        in.number("workers", 1, 32).map(OptionalInt::of).orElse(Pace.DEFAULT.workers()),
        in.node("share").flatMap(text -> share(in, text)).orElse(Pace.DEFAULT.share()),
        positive(in, "replica_lag", Pace.DEFAULT.replicaLag()));
  }

  /** At 0 % a backfill would never come to its end. */
  private static Optional<Integer> share(Mapping in, Node node) {
    return in.values()
        .parsed(
            node,
            "share",
            "a part of the time from 1% to 100%",
            text -> {
              Matcher matcher = PERCENT.matcher(text);
              if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
              }
              return Integer.valueOf(matcher.group(1));
            });
  }

  /** A lock_timeout of zero would wait for ever, and everybody else behind it. */
  private static Duration positive(Mapping in, String key, Duration otherwise) {
    Duration duration = in.duration(key).orElse(otherwise);
    if (duration.isZero()) {
      in.values().refuse(in.node(key).orElseThrow(), key + " is zero", "a duration such as 500ms");
    }
    return duration;
  }
}
