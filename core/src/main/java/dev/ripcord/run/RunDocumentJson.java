package dev.ripcord.run;

import static dev.ripcord.plan.JsonFields.duration;
import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.seconds;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.hook.HooksJson;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.CourseJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.SchemaFingerprint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The document of a run as JSON and back. */
final class RunDocumentJson {
  private static final String FORMAT = "ripcord-run/1";

  private RunDocumentJson() {}

  static String write(RunDocument document) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT);
    root.put("id", document.identity().id());
    root.put("migration", document.identity().migration());
    root.put("file", document.identity().file());
    root.put("who", document.identity().who());
    root.set("course", CourseJson.write(document.course()));
    root.set("around", HooksJson.tree(document.around().gates(), document.around().hooks()));
    ArrayNode objects = root.putArray("before");
    document
        .before()
        .objects()
        .forEach(
            (id, properties) -> {
              ObjectNode object = objects.addObject();
              object.put("kind", id.kind());
              object.put("identity", id.identity());
              ObjectNode those = object.putObject("properties");
              properties.forEach(those::put);
            });
    document.rehearsed().ifPresent(it -> rehearsed(root.putObject("rehearsed"), it));
    return CanonicalJson.write(root);
  }

  private static void rehearsed(ObjectNode node, RunDocument.Rehearsed rehearsed) {
    ObjectNode rows = node.putObject("rows");
    new TreeMap<>(rehearsed.rows()).forEach(rows::put);
    ObjectNode steps = node.putObject("steps");
    new TreeMap<>(rehearsed.steps())
        .forEach(
            (id, took) ->
                steps
                    .putObject(id)
                    .put("forwardSeconds", seconds(took.forward()))
                    .put("backSeconds", seconds(took.back()))
                    .put("walked", took.walked())
                    .put("walkedBack", took.walkedBack()));
  }

  /**
   * @throws RipcordException if it is damaged, or of another version of ripcord
   */
  static RunDocument read(String text) {
    try {
      return document(CanonicalJson.read(text));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new RipcordException(
          ProblemCode.REFUSED,
          "what is being run cannot be read from ripcord.run: " + e.getMessage(),
          e);
    }
  }

  private static RunDocument document(JsonNode root) {
    String format = text(root, "format");
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "it has the format "
              + format
              + ", expected "
              + FORMAT
              + ": go on with the version of ripcord that began the run");
    }
    return new RunDocument(
        new RunDocument.Identity(
            text(root, "id"), text(root, "migration"), text(root, "file"), text(root, "who")),
        CourseJson.read(need(root, "course")),
        HooksJson.read(need(root, "around")),
        fingerprint(root),
        Optional.ofNullable(root.get("rehearsed")).map(RunDocumentJson::rehearsed));
  }

  private static SchemaFingerprint fingerprint(JsonNode root) {
    Map<SchemaFingerprint.ObjectId, Map<String, String>> objects = new HashMap<>();
    for (JsonNode object : need(root, "before")) {
      Map<String, String> properties = new HashMap<>();
      need(object, "properties")
          .forEachEntry((name, value) -> properties.put(name, value.stringValue()));
      objects.put(
          new SchemaFingerprint.ObjectId(text(object, "kind"), text(object, "identity")),
          properties);
    }
    return new SchemaFingerprint(objects);
  }

  private static RunDocument.Rehearsed rehearsed(JsonNode node) {
    Map<String, Long> rows = new HashMap<>();
    need(node, "rows").forEachEntry((table, count) -> rows.put(table, count.longValue()));
    Map<String, RunDocument.Took> steps = new HashMap<>();
    need(node, "steps").forEachEntry((id, took) -> steps.put(id, took(took)));
    return new RunDocument.Rehearsed(rows, steps);
  }

  private static RunDocument.Took took(JsonNode node) {
    Duration forward = duration(node, "forwardSeconds");
    Duration back = duration(node, "backSeconds");
    return new RunDocument.Took(forward, back, number(node, "walked"), number(node, "walkedBack"));
  }
}
