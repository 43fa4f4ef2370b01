package dev.ripcord.trigger;

import dev.ripcord.trigger.grammar.ConditionParser.DurationContext;
import dev.ripcord.trigger.grammar.ConditionParser.PartContext;
import java.math.BigDecimal;
import java.time.Duration;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads the times after {@code for}: {@code 5 minutes}, {@code 1h 30m}. */
final class TimeReader {
  private static final String EXPECTED = "a duration such as 5 minutes";
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Duration.ofDays(365).toMillis());

  private TimeReader() {}

  static @Nullable Duration read(DurationContext tree, Flaws flaws) {
    BigDecimal sum = BigDecimal.ZERO;
    for (PartContext part : tree.part()) {
      BigDecimal millis = millis(part, flaws);
      if (millis == null) {
        return null;
      }
      sum = sum.add(millis);
    }
    if (sum.signum() == 0 || sum.compareTo(LONGEST) > 0) {
      flaws.add(
          tree,
          sum.signum() == 0 ? "no time at all" : "more than 365 days",
          "a time from 1ms to 365 days");
      return null;
    }
    if (sum.stripTrailingZeros().scale() > 0) {
      flaws.add(tree, "a fraction of a millisecond", "whole milliseconds");
      return null;
    }
    return Duration.ofMillis(sum.longValueExact());
  }

  private static @Nullable BigDecimal millis(PartContext part, Flaws flaws) {
    TerminalNode number = part.NUMBER();
    TerminalNode word = part.WORD();
    if (number == null || part.exception != null) {
      return null;
    }
    if (word == null) {
      flaws.add(part, number.getText() + " has no unit", number.getText() + " minutes, or s, m, h");
      return null;
    }
    Unit unit = Unit.of(word.getText()).orElse(Unit.NONE);
    if (!unit.isTime()) {
      flaws.add(word.getSymbol(), word.getText() + " is no unit of time", EXPECTED);
      return null;
    }
    return new BigDecimal(number.getText())
        .multiply(BigDecimal.valueOf(Math.round(unit.factor() * 1000)));
  }
}
