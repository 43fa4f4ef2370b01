package dev.ripcord.cli;

import java.util.regex.Pattern;

/** Takes passwords out of what is about to be shown. */
final class Secrets {
  /** The last @ of the word ends the password: one that holds an @ itself is hidden whole. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s:/@]*):\\S*@");

  private static final Pattern IN_PARAMETER =
      Pattern.compile("(?i)((?:ssl)?password=)[^\\s&'\",]+");

  private Secrets() {}

  static String hide(String text) {
    String addresses = IN_ADDRESS.matcher(text).replaceAll("$1:***@");
    return IN_PARAMETER.matcher(addresses).replaceAll("$1***");
  }
}
