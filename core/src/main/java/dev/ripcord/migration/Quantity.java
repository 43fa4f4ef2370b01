package dev.ripcord.migration;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with the units that conditions have: parts of a whole, seconds, bytes. */
final class Quantity {
  static final String EXPECTED = "a number such as 0.1%, 10 ms, 5 or 1 MB";

  private static final Pattern PARTS =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)\\s*(%|[A-Za-z]*)");
  private static final Map<String, String> FACTORS =
      Map.ofEntries(
          entry("", "1"),
          entry("%", "0.01"),
          entry("ms", "0.001"),
          entry("s", "1"),
          entry("m", "60"),
          entry("min", "60"),
          entry("h", "3600"),
          entry("d", "86400"),
          entry("b", "1"),
          entry("kb", "1024"),
          entry("mb", "1048576"),
          entry("gb", "1073741824"));

  private Quantity() {}

  /**
   * @throws IllegalArgumentException if it is none, with the text
   */
  static double parse(String text) {
    Matcher parts = PARTS.matcher(text.strip());
    String factor = parts.matches() ? FACTORS.get(parts.group(2).toLowerCase(Locale.ROOT)) : null;
    if (factor == null) {
      throw new IllegalArgumentException(text);
    }
    return new BigDecimal(parts.group(1)).multiply(new BigDecimal(factor)).doubleValue();
  }
}
