package dev.ripcord.chance;

import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One item of a migration file, as YAML in its flow form, every text in double quotes.
 *
 * @param fields texts, booleans, nulls, or lists and mappings of them
 */
record Item(String kind, Map<String, Object> fields) {
  private static final Set<String> WHOLE_TABLE = Set.of("rename_table", "move_table", "drop_table");

  Item {
    fields = new LinkedHashMap<>(fields);
  }

  static Item of(String kind, Object... keysAndValues) {
    return new Item(kind, map(keysAndValues));
  }

  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    return map;
  }

  Item with(String key, Object value) {
    Item more = new Item(kind, fields);
    more.fields.put(key, value);
    return more;
  }

  /** Whether another change of the same table contradicts it. */
  boolean wholeTable() {
    return WHOLE_TABLE.contains(kind);
  }

  String table() {
    return String.valueOf(fields.get("table"));
  }

  /** Also in a statement. */
  boolean mentions(String table) {
    String escaped = quoted(table);
    return yaml().contains(escaped.substring(1, escaped.length() - 1));
  }

  /**
   * The columns that it names; itself if it names none, so that it is never the same as another.
   */
  Set<String> about() {
    String table = String.valueOf(fields.get("table"));
    Set<String> about = new HashSet<>();
    for (String field : List.of("column", "from", "set", "columns", "check", "index", "view")) {
      Object value = fields.get(field);
      if (value instanceof List<?> list) {
        list.forEach(each -> about.add(table + " " + each));
      } else if (value instanceof Map<?, ?> map) {
        map.keySet().forEach(each -> about.add(table + " " + each));
      } else if (value != null) {
        about.add(table + " " + value);
      }
    }
    if (kind.contains("enum")) {
      return Set.of(String.valueOf(fields.get("type")));
    }
    return about.isEmpty() ? Set.of(yaml()) : about;
  }

  String yaml() {
    return "  - " + kind + ": " + yaml(fields) + "\n";
  }

  private static String yaml(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(each -> quoted(each.getKey().toString()) + ": " + yaml(each.getValue()))
          .collect(joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Item::yaml).collect(joining(", ", "[", "]"));
    }
    return value == null || value instanceof Boolean
        ? String.valueOf(value)
        : quoted(value.toString());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
