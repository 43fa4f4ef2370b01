package dev.ripcord.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words that the new shape has for values of the old one; of arrays, each element is a word.
 *
 * @param words new to old
 */
record Respelling(Map<String, String> words) {
  /** An element of an array as the server prints it (section 8.15.6 of the manual). */
  private static final Pattern ELEMENT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([^{},\"]+)");

  String said(String value) {
    Map<String, String> fresh = new HashMap<>();
    words.forEach((word, old) -> fresh.put(old, word));
    return respelled(value, word -> fresh.getOrDefault(word, word));
  }

  String heard(String value) {
    return respelled(value, word -> words.getOrDefault(word, word));
  }

  private String respelled(String value, UnaryOperator<String> word) {
    boolean array = value.startsWith("{") && value.endsWith("}");
    if (!array || words.isEmpty() || words.containsKey(value) || words.containsValue(value)) {
      return word.apply(value);
    }
    return ELEMENT
        .matcher(value)
        .replaceAll(
            found -> Matcher.quoteReplacement(element(found.group(1), found.group(2), word)));
  }

  private static String element(
      @Nullable String quoted, @Nullable String plain, UnaryOperator<String> word) {
    if (quoted == null) {
      String bare = String.valueOf(plain);
      return bare.equals("NULL") ? bare : quoted(word.apply(bare));
    }
    return quoted(word.apply(quoted.replaceAll("\\\\(.)", "$1")));
  }

  private static String quoted(String element) {
    return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
