package dev.ripcord.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes secrets out of what was said: as they are, line by line, as URLs, JSON, HTML and shells
 * write them, and in base64.
 */
public final class Redactor {
  /** What stands for a secret. */
  public static final String MARK = "***";

  /** A text without a secret this short would still tell it by what is missing. */
  public static final int SHORTEST = 4;

  /** What stands for a whole text. */
  public static final String WITHHELD =
      "(withheld: a secret of fewer than " + SHORTEST + " characters cannot be taken out of it)";

  private final List<Needle> needles;
  private final boolean withholds;

  /**
   * @param secrets the blank ones hide nothing
   */
  public Redactor(Collection<String> secrets) {
    Set<String> hidden = new LinkedHashSet<>();
    for (String secret : secrets) {
      hidden.add(secret.strip());
      secret.lines().map(String::strip).filter(Redactor::telling).forEach(hidden::add);
      inBase64(secret).stream().filter(Redactor::telling).forEach(hidden::add);
      inBase64(secret.strip()).stream().filter(Redactor::telling).forEach(hidden::add);
    }
    hidden.remove("");
    this.needles = hidden.stream().map(Needle::new).toList();
    this.withholds = hidden.stream().anyMatch(secret -> !telling(secret));
  }

  private static boolean telling(String text) {
    return text.codePointCount(0, text.length()) >= SHORTEST;
  }

  /** How many characters before and after a part of a text must be known to redact that part. */
  public int reach() {
    return needles.stream().mapToInt(Needle::longest).max().orElse(0);
  }

  /** All of a text. */
  public String redact(String text) {
    return redact(text, 0, text.length());
  }

  /** A part of a text, of which a secret may begin before and end behind. */
  public String redact(String text, int from, int to) {
    if (withholds && from < to) {
      return WITHHELD;
    }
    StringBuilder redacted = new StringBuilder();
    int hiddenUntil = 0;
    for (int at = Math.max(0, from - reach()); at < to; at++) {
      int end = at;
      for (Needle needle : needles) {
        end = Math.max(end, needle.match(text, at));
      }
      if (end > Math.max(at, from) && hiddenUntil <= Math.max(at, from)) {
        redacted.append(MARK);
      }
      hiddenUntil = Math.max(hiddenUntil, end);
      if (at >= hiddenUntil && at >= from) {
        redacted.append(text.charAt(at));
      }
    }
    return redacted.toString();
  }

  /** In base64 three bytes are four characters, so there are three ways for a secret to lie. */
  private static List<String> inBase64(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      for (int before = 0; before < 3; before++) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        int first = before == 0 ? 0 : before + 1;
        int last = encoded.length() - (shifted.length % 3 == 0 ? 0 : 1);
        if (first < last) {
          forms.add(encoded.substring(first, last));
        }
      }
    }
    return forms;
  }
}
