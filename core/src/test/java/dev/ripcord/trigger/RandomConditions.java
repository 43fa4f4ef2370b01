package dev.ripcord.trigger;

import dev.ripcord.trigger.Condition.Direction;
import dev.ripcord.trigger.Quantity.Sign;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes conditions that the language can express. */
public final class RandomConditions {
  private final Random random;
  private final List<String> metrics;
  private final List<Duration> windows;

  /**
   * @param metrics to choose from
   * @param windows to choose from
   */
  public RandomConditions(Random random, List<String> metrics, List<Duration> windows) {
    this.random = random;
    this.metrics = metrics;
    this.windows = windows;
  }

  /**
   * A condition.
   *
   * @param depth how deep it is at most
   */
  public Condition condition(int depth) {
    int kind = depth == 0 ? random.nextInt(3) : random.nextInt(8);
    return switch (kind) {
      case 0, 1 -> comparison();
      case 2 -> new Condition.Trend(one(metrics), one(List.of(Direction.values())), one(windows));
      case 3, 4, 5 -> new Condition.Held(condition(depth - 1), one(windows));
      case 6 -> new Condition.Not(condition(depth - 1));
      default -> {
        List<Condition> parts =
            Stream.generate(() -> condition(depth - 1)).limit(2 + random.nextInt(2)).toList();
        yield random.nextBoolean() ? new Condition.And(parts) : new Condition.Or(parts);
      }
    };
  }

  private Condition comparison() {
    Operator operator = one(List.of(Operator.values()));
    Quantity measured = new Quantity.Metric(one(metrics));
    if (random.nextInt(3) > 0) {
      return new Condition.Comparison(measured, operator, amount());
    }
    Quantity left = random.nextBoolean() ? measured : new Quantity.Negative(measured);
    return random.nextBoolean()
        ? new Condition.Comparison(left, operator, quantity(2))
        : new Condition.Comparison(quantity(2), operator, left);
  }

  private Quantity quantity(int depth) {
    return switch (random.nextInt(depth == 0 ? 3 : 6)) {
      case 0 -> amount();
      case 1 -> new Quantity.Metric(one(metrics));
      case 2 -> new Quantity.BaselineOf(one(metrics));
      case 3 -> new Quantity.Negative(quantity(depth - 1));
      default -> {
        Sign sign = one(List.of(Sign.values()));
        Quantity right = quantity(depth - 1);
        boolean zero = right instanceof Quantity.Amount it && it.number().signum() == 0;
        yield new Quantity.Arithmetic(
            quantity(depth - 1), zero && sign == Sign.OVER ? Sign.PLUS : sign, right);
      }
    };
  }

  private Quantity amount() {
    return switch (random.nextInt(8)) {
      case 0 -> new Quantity.Amount(BigDecimal.ZERO, Unit.NONE);
      case 1 -> new Quantity.Amount(decimal(), one(List.of(Unit.values())));
      case 2 -> new Quantity.Amount(BigDecimal.valueOf(random.nextInt(300)), Unit.PERCENT);
      default -> new Quantity.Amount(BigDecimal.valueOf(random.nextInt(4)), Unit.NONE);
    };
  }

  private BigDecimal decimal() {
    return BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(9));
  }

  private <T> T one(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
