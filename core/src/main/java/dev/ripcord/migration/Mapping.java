package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A mapping of a file. Every question about it that has no good answer adds a problem and returns
 * nothing; after all questions, {@link #broken} says whether the answers can be used.
 */
final class Mapping {
  private final Values values;
  private final Node node;
  private final int problemsBefore;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

  private Mapping(Values values, Node node) {
    this.values = values;
    this.node = node;
    this.problemsBefore = values.problems().count();
  }

  /** A mapping with these keys. */
  static Mapping of(Values values, Node node, Keys keys) {
    Mapping mapping = open(values, node, keys.spoken());
    mapping.refuseUnknown(keys);
    if (node instanceof MappingNode) {
      for (String key : keys.required()) {
        if (!mapping.entries.containsKey(key)) {
          values.refuse(node, keys.spoken() + " has no " + key, "the key " + key);
        }
      }
    }
    return mapping;
  }

  /** A mapping whose keys the user chooses. */
  static Mapping open(Values values, Node node, String what) {
    Mapping mapping = new Mapping(values, node);
    if (node instanceof MappingNode entries) {
      entries.getValue().forEach(mapping::enter);
    } else {
      values.refuse(node, what + " is " + Values.describe(node), "a mapping (key: value)");
    }
    return mapping;
  }

  /** Likewise, where what stands there instead may hold a secret, and is not shown. */
  static Mapping discreet(Values values, Node node, String what) {
    if (node instanceof ScalarNode && !Values.describe(node).equals("empty")) {
      values.refuse(node, what + " is a text", "a mapping (key: value)");
      return new Mapping(values, node);
    }
    return open(values, node, what);
  }

  private void enter(NodeTuple entry) {
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      values.refuse(entry.getKeyNode(), "a key that is no text", "a plain key");
      return;
    }
    NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
    if (first != null) {
      Place place = values.place(first.getKeyNode());
      values.refuse(
          key,
          "the key " + key.getValue() + " stands here again",
          "it once (it is on line " + place.line() + ")");
    }
  }

  private void refuseUnknown(Keys keys) {
    entries.forEach(
        (key, entry) -> {
          if (keys.all().contains(key)) {
            return;
          }
          if (cutByComma(entry)) {
            values.refuse(
                entry.getKeyNode(),
                "the comma before " + key + " ends the value",
                "quotes around a value that contains a comma");
          } else if (key.equals("<<")) {
            values.refuse(
                entry.getKeyNode(), "the merge key <<, which YAML 1.2 does not have", "plain keys");
          } else {
            values.refuse(
                entry.getKeyNode(),
                "unknown key " + key + Suggestions.phrase(key, keys.all()),
                "one of " + String.join(", ", keys.all()));
          }
        });
  }

  /** {@code {type: numeric(10,2)}}: YAML reads a second key, {@code 2)}, without a value. */
  private boolean cutByComma(NodeTuple entry) {
    return node instanceof MappingNode mapping
        && mapping.getFlowStyle() == FlowStyle.FLOW
        && entry.getValueNode() instanceof ScalarNode value
        && value.isPlain()
        && value.getValue().isEmpty();
  }

  /** What is made of the answers, if all of them are good. */
  <T> Optional<T> made(Supplier<T> from) {
    return broken() ? Optional.empty() : Optional.of(from.get());
  }

  /** Has anything been wrong since this mapping was opened? */
  boolean broken() {
    return values.problems().count() > problemsBefore;
  }

  Values values() {
    return values;
  }

  Place place() {
    return values.place(node);
  }

  Node node() {
    return node;
  }

  /** The chosen keys in their order, with the nodes of their values. */
  Map<String, Node> nodes() {
    Map<String, Node> nodes = new LinkedHashMap<>();
    entries.forEach((key, entry) -> nodes.put(key, entry.getValueNode()));
    return nodes;
  }

  Node keyNode(String key) {
    NodeTuple entry = entries.get(key);
    return entry == null ? node : entry.getKeyNode();
  }

  Optional<Node> node(String key) {
    return Optional.ofNullable(entries.get(key)).map(NodeTuple::getValueNode);
  }

  Optional<String> text(String key) {
    return node(key).flatMap(value -> values.text(value, key, "a text"));
  }

  Optional<String> expression(String key) {
    return node(key).flatMap(value -> values.sql(value, key, Values.EXPRESSION));
  }

  Optional<String> type(String key) {
    return node(key)
        .flatMap(value -> values.sql(value, key, "a type such as text or numeric(10,2)"));
  }

  Optional<Identifier> name(String key) {
    return node(key).flatMap(value -> values.name(value, key));
  }

  Optional<QualifiedName> table() {
    return qualified("table", "a table name such as users or app.users");
  }

  Optional<QualifiedName> qualified(String key, String expected) {
    return node(key).flatMap(value -> values.parsed(value, key, expected, QualifiedName::parse));
  }

  Optional<Duration> duration(String key) {
    return node(key)
        .flatMap(
            value ->
                values
                    .text(value, key, Durations.EXPECTED)
                    .flatMap(
                        text -> {
                          Optional<Duration> duration = Durations.parse(text);
                          if (duration.isEmpty()) {
                            values.refuse(value, key + " is " + text, Durations.EXPECTED);
                          }
                          return duration;
                        }));
  }

  Optional<Boolean> flag(String key) {
    return node(key).flatMap(value -> values.flag(value, key));
  }

  Optional<Integer> number(String key, int least, int most) {
    return node(key).flatMap(value -> values.number(value, key, least, most));
  }

  /** One of a few words, as an enum constant or whatever stands for it. */
  <T> Optional<T> choice(String key, List<T> choices, Function<T, String> word) {
    return node(key).flatMap(value -> values.choice(value, key, choices, word));
  }

  /** The items of a list that has at least one. */
  List<Node> items(String key) {
    Node value = node(key).orElse(null);
    return value == null ? List.of() : values.items(value, key);
  }

  List<String> texts(String key) {
    return each(key, item -> values.text(item, "an item of " + key, "a text"));
  }

  List<Identifier> names(String key) {
    return each(key, item -> values.name(item, "an item of " + key));
  }

  /** Columns and their expressions, in their order; none where the key is absent. */
  Map<Identifier, String> expressions(String key) {
    return node(key).map(value -> values.expressions(value, key)).orElse(Map.of());
  }

  private <T> List<T> each(String key, Function<Node, Optional<T>> read) {
    List<T> found = new ArrayList<>();
    for (Node item : items(key)) {
      read.apply(item).ifPresent(found::add);
    }
    return found;
  }
}
