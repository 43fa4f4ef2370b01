package dev.ripcord.run;

import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.seconds;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.journal.Entry;
import dev.ripcord.metric.Baseline;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.JsonFields;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Baselines as the journal keeps them: whoever goes on with the run compares with the same. */
public final class Frozen {
  private Frozen() {}

  static String line(Baseline baseline) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("metric", baseline.metric());
    node.put("value", baseline.value());
    node.put("measured", baseline.measured());
    node.put("samples", baseline.samples());
    node.put("overSeconds", seconds(baseline.over()));
    node.put("floored", baseline.floored());
    return CanonicalJson.writeLine(node);
  }

  /** All that were measured, oldest first. */
  public static List<Baseline> in(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.kind() == Entry.Kind.BASELINE)
        .map(entry -> baseline(CanonicalJson.read(entry.detail())))
        .toList();
  }

  private static Baseline baseline(JsonNode node) {
    return new Baseline(
        text(node, "metric"),
        need(node, "value").doubleValue(),
        need(node, "measured").doubleValue(),
        need(node, "samples").intValue(),
        JsonFields.duration(node, "overSeconds"),
        need(node, "floored").booleanValue());
  }
}
