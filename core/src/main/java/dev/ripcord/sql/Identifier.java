package dev.ripcord.sql;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A name as PostgreSQL stores it: case matters, no quotes. The only thing from which statements may
 * be built.
 *
 * @param value not empty, without NUL, at most 63 bytes in UTF-8 (NAMEDATALEN - 1)
 */
public record Identifier(String value) implements Comparable<Identifier> {
  /** NAMEDATALEN - 1 in every stock build of PostgreSQL. */
  public static final int MAX_BYTES = 63;

  public Identifier {
    requireNonNull(value, "value is null");
    if (value.isEmpty() || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name: an empty string or one with NUL");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("longer than " + MAX_BYTES + " bytes: " + value);
    }
  }

  /**
   * Reads a name as it is written in SQL: unquoted ones are folded to lower case (ASCII letters
   * only, as PostgreSQL does in UTF-8), quoted ones taken as they are. Keywords are taken as names.
   *
   * @throws IllegalArgumentException in words for a person, if it is no name or too long
   */
  public static Identifier parse(String text) {
    List<Identifier> parts = Names.parts(text);
    if (parts.size() != 1) {
      throw new IllegalArgumentException("a qualified name where a plain one belongs: " + text);
    }
    return parts.getFirst();
  }

  /** The name {@code prefix + value}, shortened at the end by a hash where it would be too long. */
  public static Identifier derived(String prefix, String value) {
    String whole = prefix + value;
    if (whole.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return new Identifier(whole);
    }
    String tail = "_" + String.format("%08x", whole.hashCode());
    StringBuilder head = new StringBuilder();
    int bytes = tail.length();
    for (int point : whole.codePoints().toArray()) {
      bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      head.appendCodePoint(point);
    }
    return new Identifier(head + tail);
  }

  /**
   * As it stands in SQL: bare where PostgreSQL's {@code quote_ident} leaves it bare, else quoted.
   */
  public String quoted() {
    if (isPlain() && !Keywords.needsQuotes(value)) {
      return value;
    }
    return '"' + value.replace("\"", "\"\"") + '"';
  }

  /**
   * Letter or underscore first, then digits too; no regular expression, for this is asked often.
   */
  private boolean isPlain() {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Identifier other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return quoted();
  }
}
