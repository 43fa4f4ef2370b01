package dev.ripcord.migration;

import dev.ripcord.trigger.Quantity.Amount;
import dev.ripcord.trigger.Unit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with the units that conditions have. */
final class Quantity {
  static final String EXPECTED = "a number such as 0.1%, 10 ms, 5 or 1 MB";

  private static final Pattern PARTS =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)\\s*(%|[A-Za-z]*)");

  private Quantity() {}

  /**
   * @throws IllegalArgumentException if it is none, with the text
   */
  static double parse(String text) {
    Matcher parts = PARTS.matcher(text.strip());
    Optional<Unit> unit = parts.matches() ? Unit.of(parts.group(2)) : Optional.empty();
    if (unit.isEmpty()) {
      throw new IllegalArgumentException(text);
    }
    return new Amount(new BigDecimal(parts.group(1)), unit.get()).value();
  }
}
