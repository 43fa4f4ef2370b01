package dev.ripcord.run;

import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.plan.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the controller is at, as it tells others.
 *
 * @param unit that is being taken, or a gate; may be empty
 * @param what it does or waits for, in words
 * @param walk how far a walk is, if it is one
 * @param sights what triggers say
 */
public record State(String unit, String what, Walk walk, List<Sight> sights) {
  static final State STARTING = new State("", "starting", Walk.NONE);

  /** At nothing: the process has ended. */
  static final State IDLE = new State("", "", Walk.NONE);

  public State {
    sights = List.copyOf(sights);
  }

  State(String unit, String what, Walk walk) {
    this(unit, what, walk, List.of());
  }

  State seeing(List<Sight> triggers) {
    return new State(unit, what, walk, triggers);
  }

  /**
   * What a trigger says.
   *
   * @param verdict {@code healthy}, {@code breached}, {@code no-data}, {@code stale} or {@code
   *     source-down}
   * @param detail figures, in one line
   */
  public record Sight(String trigger, boolean shadow, String verdict, String detail) {}

  /**
   * @param percent of the present pass; -1 where nothing is walked
   * @param rows changed so far
   * @param rowsPerSecond since it began here
   * @param secondsLeft of the present pass, if it goes on like this; -1 if that is not known
   * @param held why it goes slower than it could; may be empty
   */
  public record Walk(int percent, long rows, long rowsPerSecond, long secondsLeft, String held) {
    static final Walk NONE = new Walk(-1, 0, 0, -1, "");

    /** Whether there is one. */
    public boolean some() {
      return percent >= 0;
    }
  }

  String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("unit", unit);
    root.put("what", what);
    root.put("percent", walk.percent());
    root.put("rows", walk.rows());
    root.put("rowsPerSecond", walk.rowsPerSecond());
    root.put("secondsLeft", walk.secondsLeft());
    root.put("held", walk.held());
    ArrayNode triggers = root.putArray("triggers");
    for (Sight sight : sights) {
      ObjectNode node = triggers.addObject();
      node.put("trigger", sight.trigger());
      node.put("shadow", sight.shadow());
      node.put("verdict", sight.verdict());
      node.put("detail", sight.detail());
    }
    return CanonicalJson.writeLine(root);
  }

  static State read(String json) {
    JsonNode root = CanonicalJson.read(json);
    return new State(
        text(root, "unit"),
        text(root, "what"),
        new Walk(
            need(root, "percent").intValue(),
            number(root, "rows"),
            number(root, "rowsPerSecond"),
            number(root, "secondsLeft"),
            text(root, "held")),
        sights(root));
  }

  private static List<Sight> sights(JsonNode root) {
    List<Sight> sights = new ArrayList<>();
    for (JsonNode node : need(root, "triggers")) {
      sights.add(
          new Sight(
              text(node, "trigger"),
              need(node, "shadow").booleanValue(),
              text(node, "verdict"),
              text(node, "detail")));
    }
    return sights;
  }
}
