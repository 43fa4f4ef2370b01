package dev.ripcord.migration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for secrets: the variable NAME is <code>${env:NAME}</code>, the file /path
 * <code>${file:/path}</code>. They are filled in only when it is used. Two dollar signs before a
 * brace stand for one.
 *
 * @param text as written, without any secret
 */
public record Template(String text) {
  private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** A piece of a template. */
  public sealed interface Part {
    /** Stands as it is. */
    record Plain(String text) implements Part {}

    /** The value of an environment variable. */
    record Variable(String name) implements Part {}

    /**
     * What a file holds.
     *
     * @param path absolute
     */
    record Content(String path) implements Part {}
  }

  /**
   * @throws IllegalArgumentException if something looks like a place for a secret and is none
   */
  public Template {
    List<Part> unused = parts(text);
  }

  /** Its pieces in their order. */
  public List<Part> parts() {
    return parts(text);
  }

  /** What must be known before it can be used. */
  public List<Part> secrets() {
    return parts().stream().filter(part -> !(part instanceof Part.Plain)).toList();
  }

  /** The text with something harmless in place of each secret. */
  String with(String harmless) {
    StringBuilder filled = new StringBuilder();
    parts().forEach(part -> filled.append(part instanceof Part.Plain it ? it.text() : harmless));
    return filled.toString();
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    StringBuilder plain = new StringBuilder();
    int end = 0;
    while (place.find()) {
      plain.append(text, end, place.start());
      end = place.end();
      if (place.group().equals("$${")) {
        plain.append("${");
        continue;
      }
      if (!plain.isEmpty()) {
        parts.add(new Part.Plain(plain.toString()));
        plain.setLength(0);
      }
      parts.add(secret(place));
    }
    plain.append(text, end, text.length());
    if (!plain.isEmpty()) {
      parts.add(new Part.Plain(plain.toString()));
    }
    return List.copyOf(parts);
  }

  private static Part secret(Matcher place) {
    String inside = place.group(1);
    if (place.group(2).isEmpty()) {
      throw new IllegalArgumentException("a text with a ${ that never closes");
    }
    if (inside.startsWith("env:") && VARIABLE.matcher(inside.substring(4)).matches()) {
      return new Part.Variable(inside.substring(4));
    }
    if (inside.startsWith("file:") && isAbsolute(inside.substring(5))) {
      return new Part.Content(inside.substring(5));
    }
    String why = inside.startsWith("file:") ? ", which is no absolute path" : "";
    throw new IllegalArgumentException("a text with " + place.group() + why);
  }

  private static boolean isAbsolute(String path) {
    try {
      return Path.of(path).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
