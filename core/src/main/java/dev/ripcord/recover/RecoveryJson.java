package dev.ripcord.recover;

import static dev.ripcord.plan.JsonFields.constant;
import static dev.ripcord.plan.JsonFields.duration;
import static dev.ripcord.plan.JsonFields.list;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.seconds;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.migration.Check;
import dev.ripcord.migration.Recovery;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a migration says of recovery as JSON and back. */
public final class RecoveryJson {
  private RecoveryJson() {}

  /** The tree. */
  public static ObjectNode write(Recovery recovery) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    recovery.provider().ifPresent(it -> root.put("provider", it.word()));
    recovery.location().ifPresent(it -> root.put("location", it));
    recovery.config().ifPresent(it -> root.put("config", it));
    recovery.archive().ifPresent(it -> root.put("archive", it));
    root.put("maximumAgeSeconds", seconds(recovery.maximumAge()));
    root.put("take", recovery.take().word());
    recovery.space().ifPresent(it -> root.put("space", it));
    root.put("archivesSeconds", seconds(recovery.archives()));
    ArrayNode validations = root.putArray("validations");
    recovery.validations().forEach(check -> write(validations.addObject(), check));
    return root;
  }

  private static void write(ObjectNode node, Check check) {
    switch (check) {
      case Check.Sql sql ->
          node.put("title", sql.title()).put("query", sql.query()).put("expected", sql.expected());
      case Check.Http http ->
          node.put("title", http.title())
              .put("url", http.url())
              .put("status", http.status())
              .put("timeoutSeconds", seconds(http.timeout()));
    }
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if something is missing or not known
   */
  public static Recovery read(JsonNode root) {
    return new Recovery(
        optional(root, "provider").map(word -> constant(Recovery.Provider.class, word)),
        optional(root, "location"),
        optional(root, "config"),
        optional(root, "archive"),
        duration(root, "maximumAgeSeconds"),
        constant(Recovery.Take.class, text(root, "take")),
        optional(root, "space"),
        duration(root, "archivesSeconds"),
        list(root, "validations", RecoveryJson::check));
  }

  private static Check check(JsonNode node) {
    return node.has("query")
        ? new Check.Sql(text(node, "title"), text(node, "query"), text(node, "expected"))
        : new Check.Http(
            text(node, "title"),
            text(node, "url"),
            (int) number(node, "status"),
            duration(node, "timeoutSeconds"));
  }

  private static Optional<String> optional(JsonNode root, String key) {
    return Optional.ofNullable(root.get(key)).map(JsonNode::stringValue);
  }
}
