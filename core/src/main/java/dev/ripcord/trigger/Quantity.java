package dev.ripcord.trigger;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/** A number in a condition: written, measured, or calculated. */
public sealed interface Quantity {
  /** A number as written, such as {@code 95%}. */
  record Amount(BigDecimal number, Unit unit) implements Quantity {
    public Amount {
      if (number.signum() < 0) {
        throw new IllegalArgumentException("a negative number is Negative of an amount");
      }
      number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** In seconds, bytes or ones. */
    public double value() {
      // 5% is the number next to 0.05, which 5 * 0.01 is not always
      return number.multiply(BigDecimal.valueOf(unit.factor())).doubleValue();
    }
  }

  /** The newest value of a metric. */
  record Metric(String name) implements Quantity {}

  /** What a metric was before the migration. */
  record BaselineOf(String metric) implements Quantity {}

  /** The other side of zero. */
  record Negative(Quantity quantity) implements Quantity {}

  /** Two quantities made one. */
  record Arithmetic(Quantity left, Sign sign, Quantity right) implements Quantity {}

  /** How two quantities are made one. */
  enum Sign {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    OVER("/");

    private final String symbol;

    Sign(String symbol) {
      this.symbol = symbol;
    }

    /** As conditions write it. */
    public String symbol() {
      return symbol;
    }

    /** Not finite where there is no such number. */
    public double of(double left, double right) {
      return switch (this) {
        case PLUS -> left + right;
        case MINUS -> left - right;
        case TIMES -> left * right;
        case OVER -> right == 0 ? Double.NaN : left / right;
      };
    }
  }

  /** The metrics whose present value it needs. */
  default Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    gather(names, false);
    return names;
  }

  /** The metrics whose baseline it needs. */
  default Set<String> baselines() {
    Set<String> names = new TreeSet<>();
    gather(names, true);
    return names;
  }

  /** Canonical text. */
  default String words() {
    return Words.of(this, "");
  }

  private void gather(Set<String> names, boolean baselines) {
    switch (this) {
      case Amount ignored -> {}
      case Metric it -> addIf(!baselines, names, it.name());
      case BaselineOf it -> addIf(baselines, names, it.metric());
      case Negative it -> it.quantity().gather(names, baselines);
      case Arithmetic it -> {
        it.left().gather(names, baselines);
        it.right().gather(names, baselines);
      }
    }
  }

  private static void addIf(boolean wanted, Set<String> names, String name) {
    if (wanted) {
      names.add(name);
    }
  }
}
