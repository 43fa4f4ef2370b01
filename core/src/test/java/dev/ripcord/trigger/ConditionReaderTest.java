package dev.ripcord.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.trigger.ConditionReader.Flaw;
import dev.ripcord.trigger.ConditionReader.Read;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionReaderTest {
  private static final List<String> METRICS =
      List.of("error_rate", "p95_response_time", "x", "m", "deadline", "note", "forty2");
  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofMinutes(5),
          Duration.ofMillis(1),
          Duration.ofSeconds(61),
          Duration.ofDays(1).plusHours(2).plusMillis(7));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error_rate > baseline * 5 for 5 minutes",
        "p95_response_time > baseline * 3 for 10 minutes",
        "availability < 95% for 2 minutes",
        "data_validation_failures > 0",
        "migration_progress unchanged for 30 minutes",
        "(a > 1 or b + c >= 2 MB) and not d increasing for 10 minutes",
        "a > 1 and b > 1 or c > 1",
        "(a > 1 or b > 1) and c > 1",
        "(a > 1 and b > 1) for 5 minutes",
        "not (a > 1 and b > 1)",
        "a - (b - c) > -2.5 ms",
        "(a + b) * c / (a * b) != -(a - b)",
        "a > baseline(b) + 3 for 1h 30m",
        "(a unchanged for 1 minute) for 250 milliseconds"
      })
  void writesTheUsualFormAsItWas(String text) {
    assertThat(ConditionReader.parse(text).words()).isEqualTo(text);
  }

  @Test
  void readsWhatItMeans() {
    assertThat(ConditionReader.parse("error_rate > Baseline*5 FOR 1.5 Hours\n 30 Sec"))
        .isEqualTo(
            new Condition.Held(
                new Condition.Comparison(
                    new Quantity.Metric("error_rate"),
                    Operator.GREATER,
                    new Quantity.Arithmetic(
                        new Quantity.BaselineOf("error_rate"),
                        Quantity.Sign.TIMES,
                        new Quantity.Amount(BigDecimal.valueOf(5), Unit.NONE))),
                Duration.ofMinutes(90).plusSeconds(30)));
    Condition mixed =
        ConditionReader.parse("a > 1 or b > baseline(c) for 1m and d unchanged for 2m");
    assertThat(mixed.metrics()).containsExactly("a", "b", "d");
    assertThat(mixed.baselines()).containsExactly("c");
    assertThat(mixed.windows()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
    assertThat(mixed).isInstanceOf(Condition.Or.class);
    assertThat(ConditionReader.parse("a > 1\n  for 5m")).isInstanceOf(Condition.Held.class);
  }

  @ParameterizedTest
  @CsvSource({
    "5%, 0.05",
    "95%, 0.95",
    "250 ms, 0.25",
    "2 MB, 2097152",
    "1 kb, 1024",
    "1.5 h, 5400",
    "3 days, 259200",
    "1 TB, 1099511627776",
    "0.1%, 0.001",
    ".5, 0.5"
  })
  void countsInBaseUnits(String amount, double value) {
    Condition condition = ConditionReader.parse("a > " + amount);
    Quantity right = ((Condition.Comparison) condition).right();
    assertThat(((Quantity.Amount) right).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|1: the condition is empty, expected one such as error_rate > baseline * 5 for 5 minutes",
        "error_rate|1: error_rate is a number, expected a comparison such as error_rate > 0",
        "error_rate >|13: the condition ends after >, expected a metric, a number, baseline or a bracket",
        "a > 5 fro 5 minuts|7: fro is no word of a condition, expected for;13: minuts is no unit, expected minute",
        "a > 5 for|10: the condition ends after for, expected a duration such as 5 minutes",
        "a > 5 for 5|11: 5 has no unit, expected 5 minutes, or s, m, h",
        "a > 5 for 5 MB|13: MB is no unit of time, expected a duration such as 5 minutes",
        "a > 5 for 0s|11: no time at all, expected a time from 1ms to 365 days",
        "a > 5 for 5m for 6m|14: a second for, expected one, or brackets around the first",
        "a unchanged|3: unchanged has no time, expected unchanged for 30 minutes",
        "a unchnaged for 3m|3: unchnaged is no word of a condition, expected unchanged",
        "a + b unchanged for 3m|1: a + b is not a metric alone, expected the name of a metric before unchanged",
        "a > basline * 5|5: basline is misspelt, expected baseline",
        "a + b > baseline|9: baseline of which metric?, expected baseline(a) or baseline(b)",
        "1 > 0|1: 1 > 0 compares no metric's present value, expected at least one metric beside numbers and baselines",
        "baseline(a) > 0|1: baseline(a) > 0 compares no metric's present value, expected at least one metric beside numbers and baselines",
        "1 < a < 5|7: the comparison 1 < a is compared again, expected and a < …, as a comparison of its own",
        "a == 1 && b > 2|3: == is no word of a condition, expected =;8: && is no word of a condition, expected and",
        "a ≥ 1|3: ≥ is no word of a condition, expected >=",
        "Error_Rate > 1|1: Error_Rate is not the name of a metric, expected lower case letters, digits and _, such as error_rate",
        "(a > 1|7: the condition ends after 1, expected )",
        "a > 1)|6: ) stands in the wrong place, expected a ( before it, or nothing here",
        "a > 5 M|7: M is no unit, expected %, ms, s, m, h, d, B, kB, MB, GB or TB, or an operator",
        "a > 10/s|8: a number per second, expected the number alone, for a metric is compared as its source gives it",
        "a / 0 > 1|5: a division by zero, expected another divisor",
        "a > 1 $|7: $ means nothing here, expected words, numbers and operators",
        "a > 1234567890123456|5: 1234567890123456 is too long, expected at most 15 digits",
        "a and b > 1|1: a is a number, expected a comparison such as a > 0",
        "a > (b > 1)|6: b > 1 is no number, expected a number, a metric or baseline",
        "a b > 1|3: b stands where an operator belongs, expected an operator such as >, +, and, or, for",
        "nto a > 1|1: nto is no word of a condition, expected not",
        "🙂 a above 3|1: 🙂 means nothing here, expected words, numbers and operators;5: above is no word of a condition, expected >",
        "for 5 minutes|1: for stands in the wrong place, expected a metric, a number, baseline or a bracket",
        "baseline(5) > a|10: 5 stands in the wrong place, expected the name of a metric"
      })
  void saysWhatIsWrong(String text, String flaws) {
    Read read = ConditionReader.read(text);
    assertThat(read.condition()).isEmpty();
    assertThat(read.flaws().stream().map(ConditionReaderTest::told).toList())
        .containsExactly(flaws.split(";"));
    assertThatThrownBy(() -> ConditionReader.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String told(Flaw flaw) {
    return flaw.column() + ": " + flaw.what() + ", expected " + flaw.expected();
  }

  @Test
  void refusesWhatWouldExhaustIt() {
    assertThat(ConditionReader.read("(".repeat(900) + "a > 1").flaws())
        .containsExactly(new Flaw(31, "too many brackets and nots", "at most 30 in each other"));
    assertThat(ConditionReader.read("not ".repeat(200) + "a > 1").flaws()).hasSize(1);
    assertThat(ConditionReader.read("a > " + "-".repeat(900) + "1").condition()).isPresent();
    assertThat(ConditionReader.read("a > 1" + " + 1".repeat(240)).condition()).isPresent();
    assertThat(ConditionReader.read("a".repeat(1001)).flaws())
        .containsExactly(new Flaw(1, "the condition has 1001 characters", "at most 1000"));
  }

  @Test
  void whatIsWrittenReadsBackEqual() {
    Random random = new Random(5);
    RandomConditions conditions = new RandomConditions(random, METRICS, WINDOWS);
    for (int i = 0; i < 5_000; i++) {
      Condition condition = conditions.condition(4);
      String words = condition.words();
      if (words.length() <= 1000) {
        Read read = ConditionReader.read(words);
        assertThat(read.flaws()).as(words).isEmpty();
        assertThat(read.condition()).as(words).contains(condition);
        assertThat(read.condition().orElseThrow().words()).isEqualTo(words);
      }
    }
  }

  @Test
  void damagedConditionsAreReadOrRefusedWithPlaces() {
    Random random = new Random(6);
    RandomConditions conditions = new RandomConditions(random, METRICS, WINDOWS);
    String damage = "()<>=!*/+-%.,;:'\"&|§$ \t\n09amzAMZ_🙂é\\{}[]";
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(conditions.condition(random.nextInt(4)).words());
      for (int j = random.nextInt(6); j >= 0; j--) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, damage.charAt(random.nextInt(damage.length())));
          case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
          default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 9)));
        }
      }
      Read read = ConditionReader.read(text.toString());
      int length = text.codePointCount(0, text.length());
      for (Flaw flaw : read.flaws()) {
        assertThat(flaw.column()).as(text.toString()).isBetween(1, length + 1);
        assertThat(flaw.what()).isNotBlank();
        assertThat(flaw.expected()).isNotBlank();
      }
      refused += read.flaws().isEmpty() ? 0 : 1;
    }
    assertThat(refused).isBetween(10_000, 19_900);
  }
}
