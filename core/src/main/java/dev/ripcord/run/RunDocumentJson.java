package dev.ripcord.run;

import static dev.ripcord.plan.JsonFields.constant;
import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.hook.HooksJson;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.CourseJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.recover.RecoveryJson;
import dev.ripcord.rehearse.RehearsedJson;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.vigil.OrdersJson;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The document of a run as JSON and back. */
final class RunDocumentJson {
  private static final String FORMAT = "ripcord-run/4";

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
    root.set("orders", OrdersJson.write(document.orders()));
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
    root.set("recovery", RecoveryJson.write(document.precaution().recovery()));
    root.put("backup", document.precaution().duty().name().toLowerCase(Locale.ROOT));
    document.rehearsed().ifPresent(it -> root.set("rehearsed", RehearsedJson.write(it)));
    return CanonicalJson.write(root);
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
        OrdersJson.read(need(root, "orders")),
        fingerprint(root),
        new Precaution(
            RecoveryJson.read(need(root, "recovery")),
            constant(Precaution.Duty.class, text(root, "backup"))),
        Optional.ofNullable(root.get("rehearsed")).map(RehearsedJson::read));
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
}
