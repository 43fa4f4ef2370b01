package dev.ripcord.migration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a text as may be shown where a secret may stand in it. Whoever mistakes the place for
 * a token, or its punctuation, shall not find it in a log.
 */
final class Discretion {
  /** Scheme and host; a host without a scheme has a dot. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((?:[A-Za-z][A-Za-z0-9+.-]*://)?)(?:[^/?#\\s]*@)?([^/?#\\s@]*)(.*)", Pattern.DOTALL);

  private Discretion() {}

  /** The name before what looks like its value. */
  static String ofName(String text) {
    String name = text.split("[:=]", 2)[0];
    return name.length() == text.length() ? text : name + "…";
  }

  /** Without user, password, path and query, each of which may be a secret. */
  static String ofAddress(String text) {
    Matcher address = ADDRESS.matcher(text.strip());
    if (!address.matches() || (address.group(1).isEmpty() && !address.group(2).contains("."))) {
      return "a text";
    }
    return address.group(1) + address.group(2) + (address.group(3).isEmpty() ? "" : "/…");
  }
}
