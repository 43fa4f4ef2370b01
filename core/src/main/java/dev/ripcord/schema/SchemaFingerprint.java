package dev.ripcord.schema;

import java.util.Map;
import java.util.TreeMap;

/**
 * The schema part of a fingerprint: every catalogue object that {@code pg_dump --schema-only}
 * prints, ownership, grants and comments included, ripcord's own schemas left out.
 *
 * @param objects what each object is; properties sorted by name, values as PostgreSQL prints them
 */
public record SchemaFingerprint(Map<ObjectId, Map<String, String>> objects) {
  public SchemaFingerprint {
    var copy = new TreeMap<ObjectId, Map<String, String>>();
    objects.forEach(
        (id, properties) ->
            copy.put(id, java.util.Collections.unmodifiableMap(new TreeMap<>(properties))));
    objects = java.util.Collections.unmodifiableMap(copy);
  }

  /**
   * @param kind such as {@code table}, {@code column}, {@code index}
   * @param identity qualified and quoted, such as {@code public.users.email}
   */
  public record ObjectId(String kind, String identity) implements Comparable<ObjectId> {
    @Override
    public int compareTo(ObjectId other) {
      int byKind = kind.compareTo(other.kind);
      return byKind != 0 ? byKind : identity.compareTo(other.identity);
    }

    @Override
    public String toString() {
      return kind + " " + identity;
    }
  }
}
