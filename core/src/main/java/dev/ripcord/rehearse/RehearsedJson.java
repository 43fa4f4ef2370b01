package dev.ripcord.rehearse;

import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.need;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a rehearsal measured, as JSON and back, for whoever has the run but not the proof. */
public final class RehearsedJson {
  private RehearsedJson() {}

  /** The tree of it. */
  public static ObjectNode write(Rehearsed rehearsed) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode rows = root.putObject("rows");
    rehearsed.rows().forEach(rows::put);
    ArrayNode steps = root.putArray("steps");
    rehearsed.steps().forEach(step -> ProofJson.step(steps.addObject(), step));
    return root;
  }

  /**
   * What the tree says.
   *
   * @throws IllegalArgumentException if something is missing
   */
  public static Rehearsed read(JsonNode root) {
    return new Rehearsed(
        ProofReader.rows(need(root, "rows")), list(root, "steps", ProofReader::step));
  }
}
