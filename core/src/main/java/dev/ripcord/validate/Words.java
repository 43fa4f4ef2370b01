package dev.ripcord.validate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Says figures to people. */
final class Words {
  private static final int MOST = 10;

  private Words() {}

  /** Such as {@code 0.25 s} or {@code 10 min}. */
  static String time(Duration duration) {
    if (duration.compareTo(Duration.ofHours(2)) >= 0) {
      return plain(duration.toSeconds() / 3600.0, 1) + " h";
    }
    return duration.compareTo(Duration.ofMinutes(2)) >= 0
        ? plain(duration.toSeconds() / 60.0, 1) + " min"
        : plain(duration.toMillis() / 1000.0, 2) + " s";
  }

  /** Such as {@code 1.5 GB}. */
  static String size(long bytes) {
    String[] units = {"bytes", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return plain(value, 1) + " " + units[unit];
  }

  /** Such as {@code 12,000}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 3 indexes}. */
  static String count(long number, String one) {
    String many = one.endsWith("x") ? one + "es" : one + "s";
    return count(number) + " " + (number == 1 ? one : many);
  }

  static String number(double value) {
    return plain(value, 4);
  }

  private static String plain(double value, int digits) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** All of them, or the first and how many more there are. */
  static String some(Collection<String> all) {
    List<String> first = all.stream().limit(MOST).toList();
    return String.join("; ", first)
        + (all.size() > MOST ? "; and " + (all.size() - MOST) + " more" : "");
  }
}
