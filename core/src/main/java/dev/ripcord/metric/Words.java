package dev.ripcord.metric;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Says numbers to people. */
final class Words {
  private Words() {}

  /** Such as {@code 0.25 s} or {@code 10 min}. */
  static String seconds(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(2)) >= 0) {
      return plain(
              BigDecimal.valueOf(duration.toSeconds())
                  .divide(BigDecimal.valueOf(60), 1, RoundingMode.HALF_UP))
          + " min";
    }
    return plain(BigDecimal.valueOf(duration.toMillis(), 3).setScale(2, RoundingMode.HALF_UP))
        + " s";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
