package dev.ripcord.runbook;

import dev.ripcord.schema.SchemaFingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal, of texts and of a schema; parts are length-prefixed. */
final class SchemaHash {
  private SchemaHash() {}

  static String of(SchemaFingerprint fingerprint) {
    MessageDigest digest = digest();
    fingerprint
        .objects()
        .forEach(
            (id, properties) -> {
              add(digest, id.toString());
              add(digest, Integer.toString(properties.size()));
              properties.forEach(
                  (name, value) -> {
                    add(digest, name);
                    add(digest, value);
                  });
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(String... parts) {
    MessageDigest digest = digest();
    for (String part : parts) {
      add(digest, part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
