package dev.ripcord.migration;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads what must happen before a phase begins; what a file gives replaces that one phase's. */
final class GateReader {
  static final String EXPECTED = "automatic, approval, soak 30m, or a list of the last two";

  private static final Pattern SOAK = Pattern.compile("soak\\s+(.+)");
  private static final Map<String, Phase> PHASES =
      Keys.GATES.all().stream()
          .collect(toMap(word -> word, word -> Phase.valueOf(word.toUpperCase(Locale.ROOT))));

  private GateReader() {}

  /** By phase; one that has no gates may be absent. */
  static Map<Phase, List<Gate>> read(Values values, Node node, Map<Phase, List<Gate>> base) {
    Map<Phase, List<Gate>> gates = new EnumMap<>(Phase.class);
    gates.putAll(base);
    Mapping in = Mapping.of(values, node, Keys.GATES);
    in.nodes()
        .forEach(
            (key, value) -> {
              Phase phase = PHASES.get(key);
              if (phase != null) {
                gates.put(phase, gates(values, key, value));
              }
            });
    return Collections.unmodifiableMap(gates);
  }

  private static List<Gate> gates(Values values, String key, Node node) {
    if (!(node instanceof SequenceNode)) {
      Optional<String> word = values.text(node, key, EXPECTED);
      return word.isPresent() && !word.get().equals("automatic")
          ? gate(values, key, node, word.get()).stream().toList()
          : List.of();
    }
    List<Gate> gates = new ArrayList<>();
    for (Node item : values.items(node, key)) {
      String what = "an item of " + key;
      String expected = "approval or soak 30m";
      Optional<String> word = values.text(item, what, expected);
      if (word.isPresent() && word.get().equals("automatic")) {
        values.refuse(item, what + " is automatic, which needs nothing else", expected);
      } else {
        word.flatMap(text -> gate(values, what, item, text))
            .ifPresent(gate -> add(values, item, gate, gates));
      }
    }
    return List.copyOf(gates);
  }

  private static void add(Values values, Node item, Gate gate, List<Gate> gates) {
    if (gates.stream().anyMatch(other -> other.getClass().equals(gate.getClass()))) {
      values.refuse(
          item, "a second " + (gate instanceof Gate.Soak ? "soak" : "approval"), "each once");
    }
    gates.add(gate);
  }

  private static Optional<Gate> gate(Values values, String what, Node node, String word) {
    if (word.equals("approval")) {
      return Optional.of(new Gate.Approval());
    }
    if (word.equals("soak")) {
      values.refuse(node, what + " does not say how long to soak", "such as soak 30m");
      return Optional.empty();
    }
    Matcher soak = SOAK.matcher(word);
    if (!soak.matches()) {
      values.refuse(
          node,
          what + " is " + word + Suggestions.phrase(word, List.of("automatic", "approval", "soak")),
          EXPECTED);
      return Optional.empty();
    }
    Optional<Duration> time = Durations.parse(soak.group(1));
    if (time.isEmpty()) {
      values.refuse(node, what + " soaks for " + soak.group(1), Durations.EXPECTED);
    } else if (time.get().isZero()) {
      values.refuse(node, what + " soaks for no time at all", Durations.EXPECTED);
    }
    return time.map(Gate.Soak::new);
  }
}
