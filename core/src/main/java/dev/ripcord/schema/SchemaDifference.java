package dev.ripcord.schema;

import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares two schemas object by object. */
public final class SchemaDifference {
  private SchemaDifference() {}

  /**
   * What differs, by kind and name of the object; empty if the schemas are the same. A column's
   * place counts among the columns that both sides have, so that a column that was added or removed
   * is one difference and not one for each column after it.
   */
  public static List<ObjectDifference> between(SchemaFingerprint before, SchemaFingerprint after) {
    Map<ObjectId, Map<String, String>> left = comparable(before, after);
    Map<ObjectId, Map<String, String>> right = comparable(after, before);
    TreeSet<ObjectId> objects = new TreeSet<>(left.keySet());
    objects.addAll(right.keySet());
    List<ObjectDifference> differences = new ArrayList<>();
    for (ObjectId object : objects) {
      Map<String, String> was = left.get(object);
      Map<String, String> is = right.get(object);
      if (was == null) {
        differences.add(new ObjectDifference.Added(object, Objects.requireNonNull(is)));
      } else if (is == null) {
        differences.add(new ObjectDifference.Missing(object, was));
      } else {
        addChanges(object, was, is, differences);
      }
    }
    return List.copyOf(differences);
  }

  private static void addChanges(
      ObjectId object,
      Map<String, String> was,
      Map<String, String> is,
      List<ObjectDifference> differences) {
    TreeSet<String> properties = new TreeSet<>(was.keySet());
    properties.addAll(is.keySet());
    for (String property : properties) {
      if (!Objects.equals(was.get(property), is.get(property))) {
        differences.add(
            new ObjectDifference.Changed(object, property, was.get(property), is.get(property)));
      }
    }
  }

  /** The objects with columns numbered among those that the other side has too. */
  private static Map<ObjectId, Map<String, String>> comparable(
      SchemaFingerprint side, SchemaFingerprint other) {
    Map<String, TreeMap<Integer, ObjectId>> common = new HashMap<>();
    side.objects()
        .forEach(
            (object, properties) -> {
              String position = properties.get(SchemaFingerprint.POSITION);
              if (position != null
                  && SchemaFingerprint.isPosition(object, SchemaFingerprint.POSITION)
                  && other.objects().containsKey(object)) {
                String table = properties.getOrDefault("table", "");
                TreeMap<Integer, ObjectId> columns =
                    common.computeIfAbsent(table, absent -> new TreeMap<>());
                columns.put(Integer.valueOf(position), object);
              }
            });
    Map<ObjectId, Map<String, String>> objects = new HashMap<>(side.objects());
    for (TreeMap<Integer, ObjectId> columns : common.values()) {
      int place = 0;
      for (ObjectId column : columns.values()) {
        place++;
        Map<String, String> properties = new TreeMap<>(Objects.requireNonNull(objects.get(column)));
        properties.put(SchemaFingerprint.POSITION, Integer.toString(place));
        objects.put(column, properties);
      }
    }
    return objects;
  }
}
