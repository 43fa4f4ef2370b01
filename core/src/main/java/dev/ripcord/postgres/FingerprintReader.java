package dev.ripcord.postgres;

import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.sql.SqlResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the fingerprint with one query per kind of object. Each file of {@code fingerprint/} gives
 * identity and properties (a JSON object; nulls are left out) and may use the tables that {@code
 * fingerprint/common.sql} defines.
 */
final class FingerprintReader {
  private static final int EVERY = 0;
  private static final int NEWER = Integer.MAX_VALUE;

  /**
   * @param name of the objects, for people
   * @param file without {@code .sql}
   * @param from first server version that has what the query asks for
   * @param before first server version for which there is another query
   * @param superuser whether only a superuser may read it
   */
  record Kind(String name, String file, int from, int before, boolean superuser) {
    boolean readable(int version, boolean asSuperuser) {
      return version >= from && version < before && (asSuperuser || !superuser);
    }
  }

  private static Kind kind(String name) {
    return new Kind(name, name.replace(' ', '-'), EVERY, NEWER, false);
  }

  static final List<Kind> KINDS =
      List.of(
          kind("schema"),
          kind("extension"),
          kind("type"),
          kind("sequence"),
          kind("table"),
          kind("foreign table"),
          kind("view"),
          kind("materialized view"),
          kind("column"),
          kind("constraint"),
          kind("index"),
          kind("rule"),
          kind("trigger"),
          kind("policy"),
          kind("statistics"),
          kind("function"),
          kind("aggregate"),
          kind("operator"),
          kind("operator class"),
          kind("operator family"),
          kind("cast"),
          kind("collation"),
          kind("conversion"),
          kind("text search parser"),
          kind("text search template"),
          kind("text search dictionary"),
          kind("text search configuration"),
          kind("event trigger"),
          kind("publication"),
          new Kind("publication table", "publication-table-14", EVERY, 150000, false),
          new Kind("publication table", "publication-table", 150000, NEWER, false),
          new Kind("publication schema", "publication-schema", 150000, NEWER, false),
          kind("subscription"),
          new Kind("subscription connection", "subscription-connection", EVERY, NEWER, true),
          kind("foreign data wrapper"),
          kind("server"),
          kind("user mapping"),
          kind("language"),
          kind("transform"),
          kind("access method"),
          kind("default privileges"),
          kind("database setting"),
          kind("security label"),
          kind("system grants"));

  private FingerprintReader() {}

  static SchemaFingerprint read(Session session) {
    int version = SnapshotReader.serverVersion(session);
    boolean superuser = "on".equals(session.scalar("SELECT current_setting('is_superuser')"));
    Map<ObjectId, Map<String, String>> objects = new HashMap<>();
    for (Kind kind : KINDS) {
      if (kind.readable(version, superuser)) {
        read(session, kind, objects);
      }
    }
    return new SchemaFingerprint(objects);
  }

  private static void read(Session session, Kind kind, Map<ObjectId, Map<String, String>> objects) {
    List<ObjectId> unused =
        session.query(
            statement(kind),
            row -> {
              ObjectId id = new ObjectId(kind.name(), row.text(1));
              Properties.read(row.text(2), objects.computeIfAbsent(id, absent -> new TreeMap<>()));
              return id;
            });
  }

  /**
   * A row per object: a row per property would be ten times as many to send and to read. Where
   * objects are many, json costs the server less than jsonb.
   */
  private static String statement(Kind kind) {
    return "WITH "
        + SqlResource.of(FingerprintReader.class, "fingerprint/common")
        + "\nSELECT object.identity, coalesce(object.properties, '{}')::text\nFROM (\n"
        + SqlResource.of(FingerprintReader.class, "fingerprint/" + kind.file())
        + "\n) AS object (identity, properties)";
  }
}
