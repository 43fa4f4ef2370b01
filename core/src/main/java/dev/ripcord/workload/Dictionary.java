package dev.ripcord.workload;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The constants of CHECK constraints, from which values are made that stand a chance: the members
 * of a list, numbers at a bound and beside it, texts of a length that is asked for, texts that
 * match a pattern.
 *
 * @param texts string constants
 * @param numbers numeric constants
 * @param patterns string constants that stand after a matching operator
 */
record Dictionary(List<String> texts, List<BigDecimal> numbers, List<Words> patterns) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<operator>!?~~?\\*?|\\bSIMILAR TO\\b)?\\s*\\(?(?:E?'(?<text>(?:[^']|'')*)'"
              + "|(?<![\\w.])(?<number>-?[0-9]+(?:\\.[0-9]+)?)(?![\\w]))");

  /** Of a partition by hash: the numbers in it say nothing of the values. */
  private static final Pattern HASHED = Pattern.compile("satisfies_hash_partition\\([^)]*\\)");

  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
  private static final Set<String> FRACTIONAL = Set.of("numeric", "float4", "float8", "money");
  private static final Set<String> TEXTUAL = Set.of("text", "varchar", "bpchar", "citext", "name");
  private static final int LONGEST = 4000;

  Dictionary {
    texts = List.copyOf(texts);
    numbers = List.copyOf(numbers);
    patterns = List.copyOf(patterns);
  }

  /** Something that makes texts of a pattern. */
  @FunctionalInterface
  interface Words {
    String make(RandomGenerator random);
  }

  /**
   * @param expressions as PostgreSQL prints them
   */
  static Dictionary of(List<String> expressions) {
    TreeSet<String> texts = new TreeSet<>();
    TreeSet<BigDecimal> numbers = new TreeSet<>();
    List<Words> patterns = new ArrayList<>();
    for (String expression : expressions) {
      Matcher matcher = TOKEN.matcher(HASHED.matcher(expression).replaceAll("true"));
      while (matcher.find()) {
        String text = matcher.group("text");
        String operator = matcher.group("operator");
        if (text == null) {
          numbers.add(new BigDecimal(matcher.group("number")));
        } else if (operator == null) {
          addText(text.replace("''", "'"), texts, numbers);
        } else if (!operator.startsWith("!")) {
          addPattern(operator, text.replace("''", "'"), patterns);
        }
      }
    }
    return new Dictionary(List.copyOf(texts), List.copyOf(numbers), patterns);
  }

  /** Numbers print as texts too: {@code '-5'::integer}. */
  private static void addText(String text, Set<String> texts, Set<BigDecimal> numbers) {
    texts.add(text);
    if (text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
      numbers.add(new BigDecimal(text));
    }
  }

  private static void addPattern(String operator, String text, List<Words> patterns) {
    if (operator.startsWith("~~")) {
      patterns.add(random -> like(text, random));
    } else if (operator.startsWith("~")) {
      PatternText.of(text).ifPresent(pattern -> patterns.add(pattern::make));
    }
  }

  private static String like(String pattern, RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char each = pattern.charAt(i);
      switch (each) {
        case '%' -> text.append(random.nextInt(3) == 0 ? "" : Texts.ofLength(6, random));
        case '_' -> text.append(Texts.ofLength(1, random));
        case '\\' -> {
          i++;
          text.append(i < pattern.length() ? pattern.substring(i, i + 1) : "");
        }
        default -> text.append(each);
      }
    }
    return text.toString();
  }

  boolean isEmpty() {
    return texts.isEmpty() && numbers.isEmpty() && patterns.isEmpty();
  }

  /**
   * Half of the values from the constants, half from the other source.
   *
   * @param modifier of the type, {@code atttypmod}
   */
  ValueSource over(ValueSource other, String baseName, int modifier) {
    List<Words> makers = makers(baseName);
    if (makers.isEmpty()) {
      return other;
    }
    // a cast would cut what is too long, but COPY refuses it
    boolean limited = TEXTUAL.contains(baseName) && modifier >= 4;
    int limit = limited ? modifier - 4 : Integer.MAX_VALUE;
    return random ->
        random.nextBoolean()
            ? other.next(random)
            : Texts.atMost(makers.get(random.nextInt(makers.size())).make(random), limit);
  }

  private List<Words> makers(String baseName) {
    List<Words> makers = new ArrayList<>();
    if (TEXTUAL.contains(baseName)) {
      makers.addAll(patterns);
      texts.forEach(text -> makers.add(random -> text));
      // a constant may also be asked for somewhere within: position('@' in email) > 1
      texts.forEach(text -> makers.add(random -> within(text, random)));
      numbers.forEach(number -> addLengths(number, makers));
    } else if (WHOLE.contains(baseName) || FRACTIONAL.contains(baseName)) {
      addNumbers(FRACTIONAL.contains(baseName), makers);
    } else {
      texts.forEach(text -> makers.add(random -> text));
    }
    return makers;
  }

  private static String within(String text, RandomGenerator random) {
    return Texts.ofLength(random.nextInt(3, 12), random)
        + text
        + Texts.ofLength(random.nextInt(3, 12), random);
  }

  private static void addLengths(BigDecimal number, List<Words> makers) {
    int length = number.min(BigDecimal.valueOf(LONGEST)).intValue();
    for (int each = Math.max(0, length - 1); each <= length + 1; each++) {
      int exact = each;
      makers.add(random -> Texts.ofLength(exact, random));
    }
  }

  private void addNumbers(boolean fractional, List<Words> makers) {
    BigDecimal least = numbers.isEmpty() ? BigDecimal.ZERO : numbers.getFirst();
    BigDecimal most = numbers.isEmpty() ? BigDecimal.ZERO : numbers.getLast();
    for (BigDecimal number : numbers) {
      for (BigDecimal near :
          List.of(number, number.subtract(BigDecimal.ONE), number.add(BigDecimal.ONE))) {
        if (fractional || near.stripTrailingZeros().scale() <= 0) {
          String text = near.toPlainString();
          makers.add(random -> text);
        }
      }
    }
    long from = least.max(BigDecimal.valueOf(Integer.MIN_VALUE)).longValue();
    long to = most.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
    if (from < to) {
      // anywhere between the bounds; as often as all of the bounds together
      int bounds = makers.size();
      for (int i = 0; i < bounds; i++) {
        makers.add(random -> String.valueOf(random.nextLong(from, to + 1)));
      }
    }
  }
}
