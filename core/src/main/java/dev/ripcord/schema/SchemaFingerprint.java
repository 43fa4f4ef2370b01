package dev.ripcord.schema;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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

  /** The property of a column that tells its place among the live columns, from 1. */
  static final String POSITION = "position";

  static boolean isPosition(ObjectId object, String property) {
    return object.kind().equals("column") && property.equals(POSITION);
  }

  /** SHA-256 of all objects and properties, in hexadecimal; the order of columns counts. */
  public String hash() {
    return hash(false);
  }

  /**
   * SHA-256 of all objects and properties, in hexadecimal.
   *
   * @param ignoreColumnOrder whether tables with the same columns in another order are the same
   */
  public String hash(boolean ignoreColumnOrder) {
    MessageDigest digest = sha256();
    objects.forEach(
        (object, properties) -> {
          add(digest, 'o', object.kind(), object.identity());
          properties.forEach(
              (property, value) -> {
                if (!ignoreColumnOrder || !isPosition(object, property)) {
                  add(digest, 'p', property, value);
                }
              });
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Each text with its length before it, so that no two contents run into the same bytes. */
  private static void add(MessageDigest digest, char mark, String one, String other) {
    digest.update((byte) mark);
    for (String text : List.of(one, other)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
