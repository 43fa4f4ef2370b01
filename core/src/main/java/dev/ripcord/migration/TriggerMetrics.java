package dev.ripcord.migration;

import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.ConditionReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Whether what the conditions of a file ask for can be measured. */
final class TriggerMetrics {
  private TriggerMetrics() {}

  /**
   * Refuses conditions of this file that name what nobody measures, or compare with a baseline that
   * has no floor. A default trigger whose metric nobody measures is no mistake, see {@link
   * Readiness}.
   */
  static void check(Values values, Node triggers, Watch watch) {
    values(triggers)
        .values()
        .forEach(
            trigger -> {
              // one that is no condition was refused where it was read
              if (values(trigger).get("condition") instanceof ScalarNode text) {
                ConditionReader.read(text.getValue())
                    .condition()
                    .ifPresent(condition -> check(values, text, condition, watch));
              }
            });
  }

  private static void check(Values values, Node place, Condition condition, Watch watch) {
    Set<String> needed = new TreeSet<>(condition.metrics());
    needed.addAll(condition.baselines());
    for (String name : needed) {
      Metric metric = watch.metrics().get(name);
      if (metric == null) {
        values.refuse(
            place,
            "nobody measures " + name + Suggestions.phrase(name, watch.metrics().keySet()),
            "metrics." + name + ", or one of " + String.join(", ", watch.metrics().keySet()));
      } else if (condition.baselines().contains(name) && metric.floor().isEmpty()) {
        values.refuse(
            place,
            "the baseline of " + name + " has no floor, so a baseline of 0 would fire at once",
            "metrics." + name + ": {floor: a number}");
      }
    }
  }

  private static Map<String, Node> values(Node node) {
    Map<String, Node> values = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          values.put(key.getValue(), tuple.getValueNode());
        }
      }
    }
    return values;
  }
}
