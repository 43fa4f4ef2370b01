package dev.ripcord.recover;

import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.plan.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What {@code pgbackrest info --output=json} says of one stanza.
 *
 * @see <a href="https://pgbackrest.org/command.html#command-info">Info Command</a>
 * @param code 0 where all is well, 1 where there is no such stanza, 2 where it has no backup
 * @param message that belongs to it
 * @param busy whether a backup is being taken
 * @param systemIdentifier of the cluster; absent where there is none
 * @param archive such as {@code 15-1}; absent where there is none
 * @param newestSegment that is in the archive; absent where there is none
 * @param sets its backups of the present cluster, oldest first
 */
record Stanza(
    int code,
    String message,
    boolean busy,
    Optional<String> systemIdentifier,
    Optional<String> archive,
    Optional<String> newestSegment,
    List<Set> sets) {
  /** There is no such stanza. */
  static final int MISSING = 1;

  /** It has no backup yet. */
  static final int EMPTY = 2;

  Stanza {
    sets = List.copyOf(sets);
  }

  /**
   * A backup with what it needs.
   *
   * @param repository number of the one that it is in
   * @param damaged whether pages of the cluster had wrong checksums
   * @param first segment that it needs
   */
  record Set(Backup backup, long repository, boolean full, boolean damaged, String first) {}

  /**
   * Reads it.
   *
   * @throws tools.jackson.core.JacksonException if it is not JSON
   * @throws IllegalArgumentException if something is missing
   */
  static Stanza read(String json, String name) {
    for (JsonNode each : CanonicalJson.read(json)) {
      if (text(each, "name").equals(name)) {
        return stanza(each);
      }
    }
    throw new IllegalArgumentException("it says nothing of the stanza " + name);
  }

  private static Stanza stanza(JsonNode root) {
    JsonNode status = need(root, "status");
    Optional<JsonNode> now =
        nodes(root, "db").stream().max(Comparator.comparingLong(db -> number(db, "id")));
    long id = now.map(db -> number(db, "id")).orElse(0L);
    Optional<JsonNode> archive =
        nodes(root, "archive").stream()
            .filter(each -> number(need(each, "database"), "id") == id)
            .findFirst();
    return new Stanza(
        (int) number(status, "code"),
        text(status, "message"),
        Optional.ofNullable(status.get("lock"))
            .map(lock -> need(need(lock, "backup"), "held").booleanValue())
            .orElse(false),
        now.map(db -> need(db, "system-id").asString()),
        archive.map(each -> text(each, "id")),
        archive
            .map(each -> need(each, "max"))
            .filter(max -> !max.isNull())
            .map(JsonNode::stringValue),
        nodes(root, "backup").stream()
            .filter(each -> number(need(each, "database"), "id") == id)
            .map(Stanza::set)
            .sorted(Comparator.comparing(set -> set.backup().taken()))
            .toList());
  }

  private static Set set(JsonNode node) {
    List<String> chain = new ArrayList<>();
    JsonNode references = need(node, "reference");
    if (references.isArray()) {
      references.forEach(each -> chain.add(each.stringValue()));
    }
    String label = text(node, "label");
    chain.add(label);
    JsonNode error = node.get("error");
    return new Set(
        new Backup(
            label,
            Instant.ofEpochSecond(number(need(node, "timestamp"), "stop")),
            number(need(node, "info"), "size"),
            chain),
        number(need(node, "database"), "repo-key"),
        text(node, "type").equals("full"),
        error != null && error.isBoolean() && error.booleanValue(),
        text(need(node, "archive"), "start"));
  }

  private static List<JsonNode> nodes(JsonNode root, String key) {
    List<JsonNode> all = new ArrayList<>();
    need(root, key).forEach(all::add);
    return all;
  }
}
