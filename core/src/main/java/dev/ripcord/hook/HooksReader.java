package dev.ripcord.hook;

import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Statuses;
import dev.ripcord.migration.Template;
import dev.ripcord.migration.When;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads what {@link HooksJson} writes, and nothing else. */
final class HooksReader {
  private HooksReader() {}

  static HooksJson.Stored read(String text) {
    try {
      return stored(CanonicalJson.read(text));
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  static HooksJson.Stored read(JsonNode root) {
    try {
      return stored(root);
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static RipcordException unreadable(RuntimeException e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new RipcordException(
        ProblemCode.INPUT, "the stored gates and hooks cannot be read: " + first, e);
  }

  private static HooksJson.Stored stored(JsonNode root) {
    only(root, Set.of("format", "gates", "hooks"));
    String format = text(root, "format");
    if (!format.equals(HooksJson.FORMAT)) {
      throw new IllegalArgumentException(
          "they have the format " + format + ", expected " + HooksJson.FORMAT);
    }
    JsonNode byPhase = need(root, "gates");
    Map<Phase, List<Gate>> gates = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      gates.put(phase, list(byPhase, phase.word(), HooksReader::gate));
    }
    return new HooksJson.Stored(gates, list(root, "hooks", HooksReader::hook));
  }

  private static Gate gate(JsonNode node) {
    only(node, Set.of("soak", "approval"));
    return node.has("soak")
        ? new Gate.Soak(Duration.parse(text(node, "soak")))
        : approval(need(node, "approval"));
  }

  private static Gate approval(JsonNode value) {
    if (!value.isBoolean() || !value.booleanValue()) {
      throw new IllegalArgumentException("'approval' is not true");
    }
    return new Gate.Approval();
  }

  private static Hook hook(JsonNode node) {
    only(node, Set.of("name", "when", "place", "shell", "http", "timeout", "retries", "onFailure"));
    JsonNode place = need(node, "place");
    return new Hook(
        new Place(
            text(place, "file"), need(place, "line").intValue(), need(place, "column").intValue()),
        text(node, "name"),
        one(When.ALL, When::words, text(node, "when")),
        node.has("shell") ? shell(need(node, "shell")) : http(need(node, "http")),
        Duration.parse(text(node, "timeout")),
        need(node, "retries").intValue(),
        one(List.of(Hook.OnFailure.values()), Hook.OnFailure::word, text(node, "onFailure")));
  }

  private static HookAction shell(JsonNode node) {
    only(node, Set.of("command", "env"));
    return new HookAction.Shell(text(node, "command"), templates(need(node, "env")));
  }

  private static HookAction http(JsonNode node) {
    only(node, Set.of("method", "url", "headers", "body", "expect"));
    return new HookAction.Http(
        text(node, "method"),
        new Template(text(node, "url")),
        templates(need(node, "headers")),
        node.has("body") ? Optional.of(new Template(text(node, "body"))) : Optional.empty(),
        new Statuses(list(node, "expect", JsonNode::stringValue)));
  }

  private static Map<String, Template> templates(JsonNode node) {
    Map<String, Template> templates = new LinkedHashMap<>();
    node.forEachEntry((name, value) -> templates.put(name, new Template(value.stringValue())));
    return templates;
  }

  private static void only(JsonNode node, Set<String> known) {
    Set<String> others = new TreeSet<>(node.propertyNames());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw new IllegalArgumentException("'" + String.join("', '", others) + "' is not known here");
    }
  }

  private static JsonNode need(JsonNode node, String key) {
    JsonNode value = node.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }

  private static String text(JsonNode node, String key) {
    return need(node, key).stringValue();
  }

  private static <T> T one(List<T> choices, Function<T, String> word, String written) {
    return choices.stream()
        .filter(choice -> word.apply(choice).equals(written))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + written + "' is not known here"));
  }

  private static <T> List<T> list(JsonNode node, String key, Function<JsonNode, T> reader) {
    JsonNode array = need(node, key);
    if (!array.isArray()) {
      throw new IllegalArgumentException("'" + key + "' is no list");
    }
    List<T> values = new ArrayList<>();
    array.forEach(each -> values.add(reader.apply(each)));
    return List.copyOf(values);
  }
}
