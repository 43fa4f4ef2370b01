package dev.ripcord.sql;

import dev.ripcord.sql.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How written names become stored ones. */
final class Names {
  private Names() {}

  /** The parts of {@code a.b.c}. Throws IllegalArgumentException, for people, if it is none. */
  static List<Identifier> parts(String text) {
    // a comment is no part of a name: "a--b" is a mistake, not the name a
    List<Token> tokens =
        SqlTokens.of(text).stream().filter(token -> token.kind() != Kind.SPACE).toList();
    List<Identifier> parts = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean right = i % 2 == 0 ? token.isName() : token.is(".");
      if (!right) {
        throw notName(text, token.kind() == Kind.UNTERMINATED);
      }
      if (i % 2 == 0) {
        parts.add(new Identifier(value(token)));
      }
    }
    if (tokens.size() % 2 == 0) {
      throw notName(text, false);
    }
    return parts;
  }

  /**
   * The name that a token means inside a statement: folded, unescaped and cut to 63 bytes, as
   * PostgreSQL does it ({@code downcase_truncate_identifier}: only ASCII is folded in UTF-8).
   */
  static Identifier identifier(Token token) {
    return new Identifier(cut(value(token)));
  }

  private static IllegalArgumentException notName(String text, boolean open) {
    if (text.isBlank()) {
      return new IllegalArgumentException("an empty name");
    }
    return new IllegalArgumentException(
        open
            ? "a name whose double quote never closes: " + text
            : "not a name: " + text + " (names with other characters go in double quotes)");
  }

  private static String value(Token token) {
    String text = token.text();
    if (token.kind() == Kind.WORD) {
      return fold(text);
    }
    int open = text.indexOf('"');
    String inner = text.substring(open + 1, text.length() - 1).replace("\"\"", "\"");
    return open == 0 ? inner : unescape(inner);
  }

  private static String fold(String word) {
    StringBuilder folded = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return folded.toString();
  }

  /** {@code \0061}, {@code \+01F600} and {@code \\}; UESCAPE is not supported. */
  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) != '\\') {
        plain.append(text.charAt(i));
        i++;
      } else if (text.startsWith("\\\\", i)) {
        plain.append('\\');
        i += 2;
      } else {
        int from = text.startsWith("\\+", i) ? i + 2 : i + 1;
        int to = from + (from == i + 2 ? 6 : 4);
        String digits = to <= text.length() ? text.substring(from, to) : "";
        if (!digits.matches("[0-9A-Fa-f]+") || Integer.parseInt(digits, 16) > 0x10FFFF) {
          throw new IllegalArgumentException("a name with a wrong Unicode escape: " + text);
        }
        int point = Integer.parseInt(digits, 16);
        // surrogate halves are written as two escapes and joined here
        if (point <= 0xFFFF) {
          plain.append((char) point);
        } else {
          plain.appendCodePoint(point);
        }
        i = to;
      }
    }
    return plain.toString();
  }

  private static String cut(String name) {
    StringBuilder head = new StringBuilder();
    int bytes = 0;
    for (int point : name.codePoints().toArray()) {
      bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > Identifier.MAX_BYTES) {
        break;
      }
      head.appendCodePoint(point);
    }
    return head.toString();
  }
}
