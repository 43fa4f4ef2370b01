package dev.ripcord.validate;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What no fingerprint of a schema has: roles, replication slots, how large tables are. By kind and
 * name.
 */
public record Start(Map<String, Map<String, String>> facts) {
  /** Roles, and whether they may connect. */
  static final String LOGIN = "login";

  /** Roles, and what they may do anywhere. */
  static final String POWERS = "powers";

  /** Replication slots, and whether somebody reads them. */
  static final String SLOT = "slot";

  /** Who receives the log, by application. */
  static final String RECEIVER = "receiver";

  /** Rows of the affected tables, as the server estimates them. */
  static final String ROWS = "rows";

  /** Counters of the server. */
  static final String COUNTER = "counter";

  /** Others come and go without a word to this database. */
  private static final String CONCERNED = "r.oid IN (SELECT oid FROM concerned)";

  private record Fact(String kind, String name, String value) {}

  /** Reads it. */
  public static Start read(Session session, List<QualifiedName> tables) {
    Map<String, Map<String, String>> facts = new TreeMap<>();
    for (Fact fact :
        session.queryPlain(
            Affected.sql("start", tables).replace(":concerned", CONCERNED),
            row -> new Fact(row.text("kind"), row.text("name"), row.text("value")))) {
      facts.computeIfAbsent(fact.kind(), any -> new TreeMap<>()).put(fact.name(), fact.value());
    }
    return new Start(facts);
  }

  /** On one line, for the journal. */
  public String line() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    facts.forEach(
        (kind, values) -> {
          ObjectNode each = node.putObject(kind);
          values.forEach(each::put);
        });
    return CanonicalJson.writeLine(node);
  }

  static Start parse(String line) {
    Map<String, Map<String, String>> facts = new TreeMap<>();
    CanonicalJson.read(line)
        .forEachEntry(
            (kind, values) -> {
              Map<String, String> each = new TreeMap<>();
              values.forEachEntry(
                  (String name, JsonNode value) -> each.put(name, value.stringValue()));
              facts.put(kind, each);
            });
    return new Start(facts);
  }

  /** What is known of this kind, by name. */
  Map<String, String> of(String kind) {
    return facts.getOrDefault(kind, Map.of());
  }

  /** What is now of what was written down of a kind. */
  static Optional<Map<String, String>> now(Scene scene, Notes notes, String kind) {
    return scene
        .rows(
            notes,
            "what was around at the start",
            scene.sql("start").replace(":concerned", "true"),
            row -> new Fact(row.text("kind"), row.text("name"), row.text("value")))
        .map(
            facts -> {
              Map<String, String> found = new TreeMap<>();
              for (Fact fact : facts) {
                if (fact.kind().equals(kind)) {
                  found.put(fact.name(), fact.value());
                }
              }
              return found;
            });
  }
}
