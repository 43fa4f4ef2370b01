package dev.ripcord.hook;

import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Template;
import dev.ripcord.plan.CanonicalJson;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gates and hooks as JSON, for whoever goes on with a run without its migration file. Secrets are
 * the names under which they are to be found, never their values.
 */
public final class HooksJson {
  static final String FORMAT = "ripcord-hooks/1";

  private HooksJson() {}

  /** What stands in the text. */
  public record Stored(Map<Phase, List<Gate>> gates, List<Hook> hooks) {
    public Stored {
      gates = Map.copyOf(gates);
      hooks = List.copyOf(hooks);
    }
  }

  /** As text, with a final line end. */
  public static String write(Map<Phase, List<Gate>> gates, List<Hook> hooks) {
    return CanonicalJson.write(tree(gates, hooks));
  }

  /** As a part of something larger. */
  public static ObjectNode tree(Map<Phase, List<Gate>> gates, List<Hook> hooks) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    ObjectNode byPhase = root.putObject("gates");
    for (Phase phase : Phase.values()) {
      ArrayNode list = byPhase.putArray(phase.word());
      for (Gate gate : gates.getOrDefault(phase, List.of())) {
        switch (gate) {
          case Gate.Soak it -> list.addObject().put("soak", it.time().toString());
          case Gate.Approval it -> list.addObject().put("approval", true);
        }
      }
    }
    ArrayNode list = root.putArray("hooks");
    hooks.forEach(hook -> hook(list.addObject(), hook));
    return root;
  }

  private static void hook(ObjectNode node, Hook hook) {
    node.put("name", hook.name());
    node.put("when", hook.when().words());
    node.putObject("place")
        .put("file", hook.place().file())
        .put("line", hook.place().line())
        .put("column", hook.place().column());
    switch (hook.action()) {
      case HookAction.Shell it -> {
        ObjectNode shell = node.putObject("shell");
        shell.put("command", it.command());
        templates(shell.putObject("env"), it.env());
      }
      case HookAction.Http it -> {
        ObjectNode http = node.putObject("http");
        http.put("method", it.method());
        http.put("url", it.url().text());
        templates(http.putObject("headers"), it.headers());
        it.body().ifPresent(body -> http.put("body", body.text()));
        ArrayNode expect = http.putArray("expect");
        it.expect().words().forEach(expect::add);
      }
    }
    node.put("timeout", hook.timeout().toString());
    node.put("retries", hook.retries());
    node.put("onFailure", hook.onFailure().word());
  }

  private static void templates(ObjectNode node, Map<String, Template> templates) {
    templates.forEach((name, template) -> node.put(name, template.text()));
  }

  /**
   * Reads strictly: a hook that is not understood must not be left out.
   *
   * @throws dev.ripcord.problem.RipcordException if it is nothing that {@link #write} wrote
   */
  public static Stored read(String text) {
    return HooksReader.read(text);
  }

  /** Reads what {@link #tree} made; throws as {@link #read(String)} does. */
  public static Stored read(JsonNode root) {
    return HooksReader.read(root);
  }
}
