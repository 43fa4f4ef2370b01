package dev.ripcord.watch;

import dev.ripcord.trigger.Unit;
import java.math.BigDecimal;
import java.math.MathContext;

/** Writes measured numbers for people. */
final class Figures {
  private static final MathContext SHOWN = new MathContext(6);
  private static final double PLAIN = 1e15;

  private Figures() {}

  static String of(double value, Unit unit) {
    String symbol = unit.symbol();
    boolean close = unit == Unit.NONE || unit == Unit.PERCENT;
    return of(value / unit.factor()) + (close ? "" : " ") + symbol;
  }

  private static String of(double value) {
    if (value == Math.rint(value) && Math.abs(value) < PLAIN) {
      return Long.toString((long) value);
    }
    BigDecimal shown = new BigDecimal(value, SHOWN).stripTrailingZeros();
    return Math.abs(value) < PLAIN && Math.abs(value) > 1 / PLAIN
        ? shown.toPlainString()
        : shown.toString();
  }
}
