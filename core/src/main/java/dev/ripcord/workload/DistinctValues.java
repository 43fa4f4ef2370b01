package dev.ripcord.workload;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Values for columns that a unique index covers: as the column's others, but hardly ever the same
 * twice, however many are asked for.
 */
final class DistinctValues {
  /** Letters; of a million such tails two or three are the same, mostly behind other words. */
  private static final int TAIL = 8;

  /** A form that lets fewer values pass breaks what a constraint asks for. */
  private static final double LEAST_SHARE = 0.5;

  private DistinctValues() {}

  /** Where the part that is different goes. */
  enum Form {
    BEHIND,
    BEFORE;

    String of(String value, String tail) {
      return this == BEHIND ? value + tail : tail + value;
    }
  }

  /** Which of so many values the column takes, in their order. */
  @FunctionalInterface
  interface Filter {
    List<String> taken(List<String> values);
  }

  static boolean textual(String baseName) {
    return List.of("text", "varchar", "bpchar", "citext").contains(baseName);
  }

  /**
   * Texts of the form that the column takes most of.
   *
   * @param values that the column takes
   * @param limit in characters
   * @return empty if a constraint allows neither form
   */
  static Optional<ValueSource> texts(
      List<String> values, int limit, Filter filter, RandomGenerator random) {
    int room = limit - TAIL;
    if (room <= 0) {
      return Optional.empty();
    }
    List<String> heads = values.stream().map(each -> Texts.atMost(each, room)).distinct().toList();
    for (Form form : Form.values()) {
      List<String> tried = heads.stream().map(each -> form.of(each, tail(random))).toList();
      List<String> fit = filter.taken(tried);
      if (fit.size() >= Math.max(1, LEAST_SHARE * tried.size())) {
        List<String> own = fit.stream().map(each -> without(form, each)).toList();
        return Optional.of(
            generator -> form.of(own.get(generator.nextInt(own.size())), tail(generator)));
      }
    }
    return Optional.empty();
  }

  private static String without(Form form, String value) {
    return form == Form.BEHIND ? value.substring(0, value.length() - TAIL) : value.substring(TAIL);
  }

  /** Letters in lower case, so that indexes over {@code lower(…)} see the difference too. */
  private static String tail(RandomGenerator random) {
    StringBuilder tail = new StringBuilder(TAIL);
    for (int i = 0; i < TAIL; i++) {
      tail.append((char) ('a' + random.nextInt(26)));
    }
    return tail.toString();
  }

  /** A few bytes more than the other's, for of the short ones there are few. */
  static ValueSource bytes(ValueSource other) {
    return random -> other.next(random) + "%016x".formatted(random.nextLong());
  }

  /** Numbers from wherever the type reaches, above nought. */
  static Optional<ValueSource> numbers(String baseName, int modifier) {
    return switch (baseName) {
      case "int2" -> Optional.of(random -> String.valueOf(random.nextInt(1, 1 << 15)));
      case "int4" -> Optional.of(random -> String.valueOf(random.nextInt(1, Integer.MAX_VALUE)));
      case "int8" -> Optional.of(random -> String.valueOf(random.nextLong(1, 1L << 62)));
      case "numeric" ->
          modifier < 0
              ? Optional.of(random -> String.valueOf(random.nextLong(1, 1L << 62)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }
}
