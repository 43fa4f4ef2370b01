package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what is done outside of the database, and when. */
final class HookReader {
  private static final String TEMPLATE =
      "secrets as ${env:NAME} or ${file:/path}, and $${ for a plain ${";
  private static final int MOST_RETRIES = 100;
  private static final int LONGEST_NAME = 80;
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern SECRET = Pattern.compile("\\$\\{(env|file):");

  private HookReader() {}

  static List<Hook> read(Values values, Node list) {
    List<Hook> hooks = new ArrayList<>();
    Map<String, Place> names = new HashMap<>();
    for (Node item : values.items(list, "hooks")) {
      Mapping in = Mapping.of(values, item, Keys.HOOK);
      Optional<String> name = in.node("name").flatMap(node -> name(values, node));
      name.ifPresent(found -> refuseAgain(in, found, names));
      hook(in, name).ifPresent(hooks::add);
    }
    return hooks;
  }

  private static Optional<String> name(Values values, Node node) {
    Optional<String> name = values.text(node, "name", "a short name");
    if (name.isPresent()
        && (name.get().length() > LONGEST_NAME
            || name.get().codePoints().anyMatch(Character::isISOControl))) {
      values.refuse(
          node, "name is no short line", "one line of at most " + LONGEST_NAME + " characters");
      return Optional.empty();
    }
    return name;
  }

  private static void refuseAgain(Mapping in, String name, Map<String, Place> names) {
    Node node = in.node("name").orElseThrow();
    Place first = names.putIfAbsent(name, in.values().place(node));
    if (first != null) {
      in.values()
          .refuse(
              node,
              "a second hook " + name,
              "another name (the first is on line " + first.line() + ")");
    }
  }

  private static Optional<Hook> hook(Mapping in, Optional<String> name) {
    Optional<When> when = in.choice("when", When.ALL, When::words);
    Optional<HookAction> action = action(in);
    Duration timeout = in.duration("timeout").orElse(Hook.DEFAULT_TIMEOUT);
    if (timeout.isZero()) {
      in.values()
          .refuse(in.node("timeout").orElseThrow(), "timeout is zero", "a duration such as 30s");
    }
    int retries = in.number("retries", 0, MOST_RETRIES).orElse(Hook.DEFAULT_RETRIES);
    Optional<Hook.OnFailure> onFailure =
        in.choice("on_failure", List.of(Hook.OnFailure.values()), Hook.OnFailure::word);
    return in.made(
        () ->
            new Hook(
                in.place(),
                name.orElseThrow(),
                when.orElseThrow(),
                action.orElseThrow(),
                timeout,
                retries,
                onFailure.orElseGet(() -> Hook.OnFailure.byDefault(when.orElseThrow()))));
  }

  private static Optional<HookAction> action(Mapping in) {
    boolean shell = in.node("shell").isPresent();
    boolean http = in.node("http").isPresent();
    if (shell == http) {
      in.values()
          .refuse(
              in.node(),
              shell ? "the hook has both shell and http" : "the hook has neither shell nor http",
              "one of the two");
    }
    if (http && !shell) {
      in.node("env")
          .ifPresent(
              env ->
                  in.values()
                      .refuse(in.keyNode("env"), "env goes with shell", "headers or body of http"));
    }
    Optional<HookAction> request =
        in.node("http").flatMap(node -> RequestReader.read(in.values(), node));
    Optional<HookAction> command = shell(in);
    return request.or(() -> command);
  }

  private static Optional<HookAction> shell(Mapping in) {
    Optional<String> command = in.text("shell");
    command
        .filter(text -> SECRET.matcher(text).find())
        .ifPresent(
            text ->
                in.values()
                    .refuse(
                        in.node("shell").orElseThrow(),
                        "a secret stands in the command line, where every user of the machine can"
                            + " read it",
                        "it as a variable under env, and $VARIABLE in the command"));
    Map<String, Template> env = new LinkedHashMap<>();
    Mapping variables =
        in.node("env").map(node -> Mapping.discreet(in.values(), node, "env")).orElse(null);
    if (variables != null) {
      variables
          .nodes()
          .forEach(
              (key, value) -> {
                refuseVariable(variables, key);
                template(in.values(), value, key).ifPresent(found -> env.put(key, found));
              });
    }
    return command.map(text -> new HookAction.Shell(text, env));
  }

  private static void refuseVariable(Mapping in, String key) {
    String expected = "a name such as DEPLOY_TOKEN";
    if (!VARIABLE.matcher(key).matches()) {
      in.values()
          .refuse(
              in.keyNode(key),
              "the variable " + Discretion.ofName(key) + " has no plain name",
              expected);
    } else if (key.toUpperCase(Locale.ROOT).startsWith("RIPCORD_")) {
      in.values().refuse(in.keyNode(key), "the variable " + key + " is ripcord's own", expected);
    }
  }

  static Optional<Template> template(Values values, Node node, String what) {
    return values.parsed(node, what, TEMPLATE, Template::new);
  }
}
