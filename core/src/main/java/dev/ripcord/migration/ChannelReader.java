package dev.ripcord.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the ways on which people are told. */
final class ChannelReader {
  private static final int MOST_RETRIES = 100;
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:]+]");
  private static final Map<String, Type> TYPES = types();

  private ChannelReader() {}

  /** A type of channel: its keys, and what is made of them. */
  private record Type(Keys keys, BiFunction<String, Mapping, Optional<Channel>> read) {}

  private static Map<String, Type> types() {
    Map<String, Type> types = new LinkedHashMap<>();
    types.put("slack", new Type(Keys.SLACK, ChannelReader::slack));
    types.put("webhook", new Type(Keys.WEBHOOK, ChannelReader::webhook));
    types.put("smtp", new Type(Keys.SMTP, ChannelReader::smtp));
    types.put("pagerduty", new Type(Keys.PAGERDUTY, ChannelReader::pagerDuty));
    types.put("alertmanager", new Type(Keys.ALERTMANAGER, ChannelReader::alertmanager));
    return types;
  }

  static List<Channel> read(Values values, Node node) {
    Mapping in = Mapping.open(values, node, "channels");
    List<Channel> channels = new ArrayList<>();
    in.nodes()
        .forEach(
            (key, value) -> {
              if (KEY.matcher(key).matches()) {
                channel(values, key, value).ifPresent(channels::add);
              } else {
                values.refuse(
                    in.keyNode(key),
                    "the channel key " + key + " is no plain word",
                    "lower case letters, digits and _, such as ops");
              }
            });
    return channels;
  }

  private static Optional<Channel> channel(Values values, String key, Node node) {
    Mapping any = Mapping.discreet(values, node, "the channel " + key);
    if (any.node("type").isEmpty()) {
      if (node instanceof MappingNode) {
        values.refuse(
            node,
            "the channel " + key + " has no type",
            "one of " + String.join(", ", TYPES.keySet()));
      }
      return Optional.empty();
    }
    return any.choice("type", List.copyOf(TYPES.values()), ChannelReader::word)
        .flatMap(type -> type.read().apply(key, Mapping.of(values, node, type.keys())));
  }

  private static String word(Type type) {
    return type.keys().name().replace("_channel", "");
  }

  private static Optional<Channel> slack(String key, Mapping in) {
    Optional<Template> url = url(in);
    Channel.Patience patience = patience(in);
    return in.made(() -> new Channel.Slack(key, url.orElseThrow(), patience));
  }

  private static Optional<Channel> webhook(String key, Mapping in) {
    Optional<Template> url = url(in);
    Map<String, Template> headers = RequestReader.headers(in);
    Channel.Patience patience = patience(in);
    return in.made(() -> new Channel.Webhook(key, url.orElseThrow(), headers, patience));
  }

  private static Optional<Channel> pagerDuty(String key, Mapping in) {
    Template url = url(in).orElse(Channel.PagerDuty.PUBLIC);
    Optional<Template> routing = secret(in, "routing_key");
    Channel.Patience patience = patience(in);
    return in.made(() -> new Channel.PagerDuty(key, url, routing.orElseThrow(), patience));
  }

  private static Optional<Channel> alertmanager(String key, Mapping in) {
    Optional<Template> url = url(in);
    Map<String, Template> headers = RequestReader.headers(in);
    Channel.Patience patience = patience(in);
    return in.made(() -> new Channel.Alertmanager(key, url.orElseThrow(), headers, patience));
  }

  private static Optional<Channel> smtp(String key, Mapping in) {
    Optional<String> host = in.text("host");
    if (host.isPresent() && !HOST.matcher(host.get()).matches()) {
      in.values()
          .refuse(in.node("host").orElseThrow(), "host is " + host.get(), "a name or an address");
    }
    Channel.Tls tls =
        in.choice("tls", List.of(Channel.Tls.values()), Channel.Tls::word)
            .orElse(Channel.Tls.STARTTLS);
    int port = in.number("port", 1, 65535).orElse(tls.port());
    Optional<String> ca = in.text("ca");
    Optional<Channel.Login> login = login(in, tls);
    Optional<String> from = in.text("from");
    from.ifPresent(address -> refuseAddress(in, in.node("from").orElseThrow(), address));
    List<String> to = in.texts("to");
    List<Node> items = in.node("to").isPresent() && !to.isEmpty() ? in.items("to") : List.of();
    for (int i = 0; i < Math.min(items.size(), to.size()); i++) {
      refuseAddress(in, items.get(i), to.get(i));
    }
    Channel.Patience patience = patience(in);
    return in.made(
        () ->
            new Channel.Smtp(
                key,
                new Channel.Server(host.orElseThrow(), port, tls, ca),
                login,
                from.orElseThrow(),
                to,
                patience));
  }

  private static Optional<Channel.Login> login(Mapping in, Channel.Tls tls) {
    Optional<Template> user =
        in.node("user").flatMap(node -> HookReader.template(in.values(), node, "user"));
    Optional<Template> password = secret(in, "password");
    if (in.node("user").isPresent() != in.node("password").isPresent()) {
      in.values().refuse(in.node(), "user and password do not stand together", "both or neither");
    }
    if (in.node("password").isPresent() && tls == Channel.Tls.NONE) {
      in.values()
          .refuse(
              in.node("password").orElseThrow(),
              "a password would be sent in the open",
              "tls: starttls or implicit, or no password");
    }
    return user.flatMap(name -> password.map(word -> new Channel.Login(name, word)));
  }

  private static void refuseAddress(Mapping in, Node node, String address) {
    if (!ContactsReader.EMAIL.matcher(address).matches()) {
      in.values().refuse(node, "the address is " + address, "one such as dba@example.com");
    }
  }

  private static Optional<Template> url(Mapping in) {
    return RequestReader.address(in, "url", "https://example.com/hook");
  }

  /** Of which no part may stand in the file. */
  private static Optional<Template> secret(Mapping in, String key) {
    Optional<Template> secret =
        in.node(key).flatMap(node -> HookReader.template(in.values(), node, key));
    if (secret.isPresent() && secret.get().secrets().isEmpty()) {
      in.values()
          .refuse(
              in.node(key).orElseThrow(),
              key + " stands in the file",
              "${env:NAME} or ${file:/path} there");
    }
    return secret;
  }

  private static Channel.Patience patience(Mapping in) {
    Duration timeout = in.duration("timeout").orElse(Channel.Patience.DEFAULT.timeout());
    if (timeout.isZero()) {
      in.values()
          .refuse(in.node("timeout").orElseThrow(), "timeout is zero", "a duration such as 10s");
    }
    int retries = in.number("retries", 0, MOST_RETRIES).orElse(Channel.Patience.DEFAULT.retries());
    return new Channel.Patience(timeout, retries);
  }
}
