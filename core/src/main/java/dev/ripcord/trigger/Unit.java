package dev.ripcord.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a number in a condition may be followed by. Times are compared in seconds, sizes in bytes,
 * shares as fractions of one; a kB has 1,024 bytes, as PostgreSQL's settings count them.
 */
public enum Unit {
  NONE("", 1),
  PERCENT("%", 0.01),
  MILLISECOND("ms", 0.001, "millisecond", "milliseconds"),
  SECOND("s", 1, "sec", "second", "seconds"),
  MINUTE("m", 60, "min", "mins", "minute", "minutes"),
  HOUR("h", 3600, "hour", "hours"),
  DAY("d", 86_400, "day", "days"),
  BYTE("B", 1, "byte", "bytes"),
  KILOBYTE("kB", 1L << 10),
  MEGABYTE("MB", 1L << 20),
  GIGABYTE("GB", 1L << 30),
  TERABYTE("TB", 1L << 40);

  private final String symbol;
  private final double factor;
  private final String words;

  Unit(String symbol, double factor, String... words) {
    this.symbol = symbol;
    this.factor = factor;
    this.words = String.join(" ", words);
  }

  /** As conditions write it. */
  public String symbol() {
    return symbol;
  }

  /** How many seconds, bytes or ones it is. */
  public double factor() {
    return factor;
  }

  /** Whether it measures time. */
  public boolean isTime() {
    return compareTo(MILLISECOND) >= 0 && compareTo(DAY) <= 0;
  }

  /** A word of any case; but a single letter as it is written here, for M and b mean others. */
  public static Optional<Unit> of(String word) {
    for (Unit unit : values()) {
      if (word.length() == 1 ? unit.symbol.equals(word) : unit.spelt().contains(lower(word))) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }

  /** Every spelling of every unit but the percent sign. */
  static List<String> spellings() {
    List<String> all = new ArrayList<>();
    for (Unit unit : values()) {
      if (unit != NONE && unit != PERCENT) {
        all.add(unit.symbol);
        all.addAll(unit.further());
      }
    }
    return all;
  }

  private List<String> spelt() {
    List<String> all = new ArrayList<>(further());
    all.add(lower(symbol));
    return all;
  }

  private List<String> further() {
    return words.isEmpty() ? List.of() : List.of(words.split(" "));
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
