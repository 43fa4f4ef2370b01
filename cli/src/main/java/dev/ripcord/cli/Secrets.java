package dev.ripcord.cli;

import java.util.regex.Pattern;

/** Takes passwords out of what is about to be shown. */
final class Secrets {
  /**
   * The last @ of the word ends the password: one that holds an @ itself is hidden whole. An
   * address that was taken for the path of a file has one slash only.
   */
  private static final Pattern IN_ADDRESS = Pattern.compile("(:/{1,2}[^\\s:/@]*):\\S*@");

  private static final Pattern IN_PARAMETER =
      Pattern.compile("(?i)((?:ssl)?password=)[^\\s&'\",]+");

  private Secrets() {}

  static String hide(String text) {
    String addresses = IN_ADDRESS.matcher(text).replaceAll("$1:***@");
    return IN_PARAMETER.matcher(addresses).replaceAll("$1***");
  }
}
