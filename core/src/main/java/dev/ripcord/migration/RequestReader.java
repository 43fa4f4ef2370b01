package dev.ripcord.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the request of a hook. */
final class RequestReader {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  /** A token of RFC 9110, section 5.6.2. */
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /** Those that {@code java.net.http} writes itself and does not let anybody set. */
  private static final Set<String> WRITTEN_BY_CLIENT =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token");

  private static final Pattern USER_INFO = Pattern.compile("//([^/?#]*)@");

  /** Stands for a secret while an address is judged; no address can have it. */
  private static final String UNKNOWN = "\uE000";

  private RequestReader() {}

  static Optional<HookAction> read(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.HOOK_REQUEST);
    String method = in.choice("method", METHODS, word -> word).orElse("POST");
    Optional<Template> url = address(in, "url", "https://example.com/hook");
    Map<String, Template> headers = headers(in);
    Optional<Template> body =
        in.node("body").flatMap(value -> HookReader.template(values, value, "body"));
    if (in.node("body").isPresent() && HookAction.Http.WITHOUT_BODY.contains(method)) {
      values.refuse(
          in.keyNode("body"), "a " + method + " has no body", "another method, such as POST");
    }
    Statuses expect =
        in.node("expect").flatMap(value -> statuses(values, value)).orElse(Statuses.SUCCESS);
    return in.made(() -> new HookAction.Http(method, url.orElseThrow(), headers, body, expect));
  }

  /** An address of http or https, without a password in plain sight. */
  static Optional<Template> address(Mapping in, String key, String example) {
    Optional<Template> url =
        in.node(key).flatMap(value -> HookReader.template(in.values(), value, key));
    url.ifPresent(found -> refuseAddress(in, key, found, example));
    return url;
  }

  private static void refuseAddress(Mapping in, String key, Template url, String example) {
    Node node = in.node(key).orElseThrow();
    String unknown = url.with(UNKNOWN);
    if (!unknown.startsWith(UNKNOWN) && !CareReader.isHttp(url.with("x"))) {
      in.values()
          .refuse(
              node,
              key + " is " + Discretion.ofAddress(url.text()),
              "an address such as " + example);
    }
    Matcher userInfo = USER_INFO.matcher(unknown);
    if (userInfo.find()) {
      String password = userInfo.group(1).replaceFirst("^[^:]*:", "");
      if (!password.replace(UNKNOWN, "").isEmpty()) {
        in.values()
            .refuse(node, key + " has a password in it", "${env:NAME} or ${file:/path} there");
      }
    }
  }

  static Map<String, Template> headers(Mapping in) {
    Map<String, Template> headers = new LinkedHashMap<>();
    Node node = in.node("headers").orElse(null);
    if (node == null) {
      return headers;
    }
    Mapping given = Mapping.discreet(in.values(), node, "headers");
    given
        .nodes()
        .forEach(
            (name, value) -> {
              refuseHeader(given, name, headers.keySet());
              HookReader.template(in.values(), value, "the header " + name)
                  .ifPresent(
                      template -> {
                        refuseValue(given, name, value, template);
                        headers.put(name, template);
                      });
            });
    return headers;
  }

  private static void refuseHeader(Mapping in, String name, Set<String> before) {
    String expected = "a header such as Authorization";
    Node node = in.keyNode(name);
    if (!HEADER.matcher(name).matches()) {
      in.values()
          .refuse(node, "the header " + Discretion.ofName(name) + " has no plain name", expected);
    } else if (WRITTEN_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
      in.values().refuse(node, "the header " + name + " is written by ripcord itself", expected);
    } else if (before.stream().anyMatch(name::equalsIgnoreCase)) {
      in.values().refuse(node, "the header " + name + " stands here again", "it once");
    }
  }

  private static void refuseValue(Mapping in, String name, Node node, Template value) {
    if (value.text().codePoints().anyMatch(Character::isISOControl)) {
      in.values().refuse(node, "the header " + name + " has more than one line", "one line");
    }
    if (CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)) && value.secrets().isEmpty()) {
      in.values()
          .refuse(
              node,
              "the header " + name + " has its secret in the file",
              "${env:NAME} or ${file:/path} in it");
    }
  }

  static Optional<Statuses> statuses(Values values, Node node) {
    String expected = "2xx, or statuses such as [200, 204]";
    List<Node> items = node instanceof SequenceNode ? values.items(node, "expect") : List.of(node);
    List<String> words = new ArrayList<>();
    for (Node item : items) {
      values
          .parsed(item, "expect", expected, word -> new Statuses(List.of(word)))
          .ifPresent(statuses -> words.addAll(statuses.words()));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(new Statuses(words));
  }
}
