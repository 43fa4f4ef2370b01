package dev.ripcord.secret;

import dev.ripcord.migration.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Fills templates with the values of their secrets. */
public final class Filling {
  private final Map<Template.Part, String> values;

  Filling(Map<Template.Part, String> values) {
    this.values = Map.copyOf(values);
  }

  /** What no output may hold. */
  public Collection<String> values() {
    return values.values();
  }

  /** A text with its secrets. */
  public String text(Template template) {
    StringBuilder text = new StringBuilder();
    template.parts().forEach(part -> text.append(value(part)));
    return text.toString();
  }

  /**
   * An address. A secret with which it begins may hold any part of an address and stays as it is;
   * so does one that is a host. Elsewhere it is encoded, so that it cannot end its part.
   */
  public String address(Template template) {
    StringBuilder address = new StringBuilder();
    StringBuilder written = new StringBuilder();
    List<Template.Part> parts = template.parts();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Template.Part.Plain plain) {
        written.append(plain.text());
        address.append(plain.text());
      } else {
        address.append(encoded(value(parts.get(i)), written.toString(), rest(parts, i + 1)));
      }
    }
    return address.toString();
  }

  private static String encoded(String value, String before, String after) {
    if (before.isEmpty()) {
      return value;
    }
    if (before.contains("?")) {
      return percent(value);
    }
    int authority = before.indexOf("://");
    if (authority < 0 || before.indexOf('/', authority + 3) >= 0) {
      return percent(value).replace("%2F", "/");
    }
    boolean userInfo = after.replaceFirst("[/?#].*", "").contains("@");
    return userInfo ? percent(value) : value;
  }

  private static String rest(List<Template.Part> parts, int from) {
    StringBuilder rest = new StringBuilder();
    for (Template.Part part : parts.subList(from, parts.size())) {
      rest.append(part instanceof Template.Part.Plain plain ? plain.text() : "");
    }
    return rest.toString();
  }

  /** As RFC 3986 wants it: a blank is no plus. */
  private static String percent(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String value(Template.Part part) {
    return part instanceof Template.Part.Plain plain ? plain.text() : values.getOrDefault(part, "");
  }
}
