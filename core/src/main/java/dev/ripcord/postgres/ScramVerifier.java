package dev.ripcord.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A password as PostgreSQL stores it ({@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey},
 * RFC 5803), with a single iteration. Thousands of them slow down who guesses what people choose; a
 * password of 256 random bits is not guessed, and a rehearsal opens hundreds of connections.
 */
final class ScramVerifier {
  private ScramVerifier() {}

  /** Hi(), of RFC 5802, is one HMAC when there is one iteration. */
  static String of(String password, byte[] salt) {
    byte[] firstBlock = new byte[salt.length + 4];
    System.arraycopy(salt, 0, firstBlock, 0, salt.length);
    firstBlock[firstBlock.length - 1] = 1;
    byte[] salted = hmac(password.getBytes(StandardCharsets.UTF_8), firstBlock);
    byte[] storedKey = sha256(hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8)));
    byte[] serverKey = hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
    Base64.Encoder base64 = Base64.getEncoder();
    return "SCRAM-SHA-256$1:"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(storedKey)
        + ":"
        + base64.encodeToString(serverKey);
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
    }
  }

  private static byte[] sha256(byte[] message) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
