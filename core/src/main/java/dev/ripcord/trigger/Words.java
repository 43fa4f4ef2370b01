package dev.ripcord.trigger;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Writes conditions so that they read back as the same, with no bracket that is not needed. */
final class Words {
  private Words() {}

  static String of(Condition condition) {
    return switch (condition) {
      case Condition.Comparison it -> {
        Set<String> metrics = it.metrics();
        String own = metrics.size() == 1 ? metrics.iterator().next() : "";
        yield of(it.left(), own) + " " + it.operator().sign() + " " + of(it.right(), own);
      }
      case Condition.Trend it ->
          it.metric() + " " + it.direction().word() + " for " + of(it.over());
      case Condition.Held it -> {
        Condition held = it.condition();
        yield bracketed(held, each -> !(each instanceof Condition.Comparison))
            + " for "
            + of(it.over());
      }
      case Condition.Not it -> "not " + bracketed(it.condition(), Words::joined);
      case Condition.And it -> joined(it.conditions(), " and ");
      case Condition.Or it ->
          it.conditions().stream()
              .map(each -> bracketed(each, Condition.Or.class::isInstance))
              .collect(joining(" or "));
    };
  }

  /**
   * @param own the metric whose baseline needs no name
   */
  static String of(Quantity quantity, String own) {
    return switch (quantity) {
      case Quantity.Amount it ->
          it.number().toPlainString()
              + (it.unit() == Unit.NONE || it.unit() == Unit.PERCENT ? "" : " ")
              + it.unit().symbol();
      case Quantity.Metric it -> it.name();
      case Quantity.BaselineOf it ->
          it.metric().equals(own) ? "baseline" : "baseline(" + it.metric() + ")";
      case Quantity.Negative it ->
          it.quantity() instanceof Quantity.Arithmetic
              ? "-(" + of(it.quantity(), own) + ")"
              : "-" + of(it.quantity(), own);
      case Quantity.Arithmetic it ->
          operand(it.left(), looser(it.left(), it.sign(), false), own)
              + " "
              + it.sign().symbol()
              + " "
              + operand(it.right(), looser(it.right(), it.sign(), true), own);
    };
  }

  /** Such as {@code 5 minutes} or {@code 1h 30m}. */
  static String of(Duration duration) {
    StringJoiner brief = new StringJoiner(" ");
    List<Part> parts =
        List.of(
                new Part(duration.toDays(), "day"),
                new Part(duration.toHoursPart(), "hour"),
                new Part(duration.toMinutesPart(), "minute"),
                new Part(duration.toSecondsPart(), "second"),
                new Part(duration.toMillisPart(), "millisecond"))
            .stream()
            .filter(part -> part.number() > 0)
            .toList();
    if (parts.isEmpty()) {
      return "0 seconds";
    }
    if (parts.size() == 1) {
      Part only = parts.getFirst();
      return only.number() + " " + only.unit() + (only.number() == 1 ? "" : "s");
    }
    for (Part part : parts) {
      boolean milli = part.unit().startsWith("milli");
      brief.add(part.number() + (milli ? "ms" : part.unit().substring(0, 1)));
    }
    return brief.toString();
  }

  private record Part(long number, String unit) {}

  private static String operand(Quantity operand, boolean looser, String own) {
    return looser ? "(" + of(operand, own) + ")" : of(operand, own);
  }

  private static boolean looser(Quantity operand, Quantity.Sign sign, boolean right) {
    if (!(operand instanceof Quantity.Arithmetic inner)) {
      return false;
    }
    return product(sign) ? right || !product(inner.sign()) : right && !product(inner.sign());
  }

  private static boolean product(Quantity.Sign sign) {
    return sign == Quantity.Sign.TIMES || sign == Quantity.Sign.OVER;
  }

  private static String joined(List<Condition> conditions, String by) {
    return conditions.stream().map(each -> bracketed(each, Words::joined)).collect(joining(by));
  }

  private static boolean joined(Condition condition) {
    return condition instanceof Condition.And || condition instanceof Condition.Or;
  }

  private static String bracketed(Condition condition, Predicate<Condition> needed) {
    return needed.test(condition) ? "(" + of(condition) + ")" : of(condition);
  }
}
