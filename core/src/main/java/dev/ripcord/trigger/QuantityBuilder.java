package dev.ripcord.trigger;

import dev.ripcord.trigger.grammar.ConditionParser;
import dev.ripcord.trigger.grammar.ConditionParser.AmountContext;
import dev.ripcord.trigger.grammar.ConditionParser.BaselineContext;
import dev.ripcord.trigger.grammar.ConditionParser.ConstantContext;
import dev.ripcord.trigger.grammar.ConditionParser.ExpressionContext;
import dev.ripcord.trigger.grammar.ConditionParser.GroupContext;
import dev.ripcord.trigger.grammar.ConditionParser.NegativeContext;
import dev.ripcord.trigger.grammar.ConditionParser.ProductContext;
import dev.ripcord.trigger.grammar.ConditionParser.SumContext;
import dev.ripcord.trigger.grammar.ConditionParser.ValueContext;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** Makes the numbers of one comparison; see {@link ConditionBuilder}. */
final class QuantityBuilder {
  /** More digits say nothing in a measurement, and a double would not keep them. */
  private static final int DIGITS = 15;

  private final Flaws flaws;
  private final String text;

  QuantityBuilder(Flaws flaws, String text) {
    this.flaws = flaws;
    this.text = text;
  }

  static boolean isNumber(ExpressionContext tree) {
    return switch (tree) {
      case GroupContext it -> it.expression() != null && isNumber(it.expression());
      case BaselineContext ignored -> true;
      case ConstantContext ignored -> true;
      case ValueContext ignored -> true;
      case NegativeContext ignored -> true;
      case ProductContext ignored -> true;
      case SumContext ignored -> true;
      default -> false;
    };
  }

  /** The metrics whose present value is named somewhere in a tree. */
  static Set<String> metricsIn(ParseTree tree) {
    Set<String> names = new TreeSet<>();
    gather(tree, names);
    return names;
  }

  private static void gather(ParseTree tree, Set<String> names) {
    if (tree instanceof ValueContext value) {
      names.add(value.getText());
    } else {
      for (int i = 0; i < tree.getChildCount(); i++) {
        gather(tree.getChild(i), names);
      }
    }
  }

  /**
   * @param metrics those of the whole comparison
   */
  @Nullable Quantity quantity(@Nullable ExpressionContext tree, Set<String> metrics) {
    return switch (tree) {
      case null -> null;
      case GroupContext it -> quantity(it.expression(), metrics);
      case ConstantContext it -> amount(it.amount());
      case ValueContext it -> it.metric() == null ? null : new Quantity.Metric(it.getText());
      case BaselineContext it -> baseline(it, metrics);
      case NegativeContext it -> {
        Quantity inner = quantity(it.expression(), metrics);
        yield inner == null ? null : new Quantity.Negative(inner);
      }
      case ProductContext it -> {
        boolean over = it.operator.getType() == ConditionParser.SLASH;
        yield arithmetic(
            it.expression(0),
            over ? Quantity.Sign.OVER : Quantity.Sign.TIMES,
            it.expression(1),
            metrics);
      }
      case SumContext it -> {
        boolean minus = it.operator.getType() == ConditionParser.MINUS;
        yield arithmetic(
            it.expression(0),
            minus ? Quantity.Sign.MINUS : Quantity.Sign.PLUS,
            it.expression(1),
            metrics);
      }
      default -> statement(tree);
    };
  }

  private @Nullable Quantity statement(ExpressionContext tree) {
    // a tree of no kind is one that the parser gave up on
    if (tree.getClass() != ExpressionContext.class) {
      flaws.add(tree, text(tree) + " is no number", "a number, a metric or baseline");
    }
    return null;
  }

  private @Nullable Quantity arithmetic(
      @Nullable ExpressionContext left,
      Quantity.Sign sign,
      @Nullable ExpressionContext right,
      Set<String> metrics) {
    Quantity one = quantity(left, metrics);
    Quantity other = quantity(right, metrics);
    if (right == null || one == null || other == null) {
      return null;
    }
    if (sign == Quantity.Sign.OVER) {
      if (other instanceof Quantity.Amount amount && amount.number().signum() == 0) {
        flaws.add(right, "a division by zero", "another divisor");
      } else if (one instanceof Quantity.Amount
          && Set.of("s", "sec", "second").contains(text(right))) {
        flaws.add(
            right,
            "a number per second",
            "the number alone, for a metric is compared as its source gives it");
      }
    }
    return new Quantity.Arithmetic(one, sign, other);
  }

  private @Nullable Quantity baseline(BaselineContext tree, Set<String> metrics) {
    if (tree.OPEN() != null) {
      return tree.metric() == null || tree.metric().exception != null
          ? null
          : new Quantity.BaselineOf(tree.metric().getText());
    }
    if (metrics.size() == 1) {
      return new Quantity.BaselineOf(metrics.iterator().next());
    }
    if (metrics.size() > 1) {
      flaws.add(
          tree,
          "baseline of which metric?",
          String.join(" or ", metrics.stream().map(name -> "baseline(" + name + ")").toList()));
    }
    return null;
  }

  private @Nullable Quantity amount(@Nullable AmountContext tree) {
    if (tree == null || tree.NUMBER() == null || tree.exception != null) {
      return null;
    }
    String digits = tree.NUMBER().getText();
    if (digits.replace(".", "").length() > DIGITS) {
      flaws.add(tree, Flaws.shown(digits) + " is too long", "at most " + DIGITS + " digits");
      return null;
    }
    Unit unit =
        tree.PERCENT() != null
            ? Unit.PERCENT
            : tree.WORD() == null ? Unit.NONE : Unit.of(tree.WORD().getText()).orElse(Unit.NONE);
    return new Quantity.Amount(new BigDecimal(digits), unit);
  }

  /** As it is written. */
  String text(ExpressionContext tree) {
    Token stop = tree.getStop();
    int from = tree.getStart().getStartIndex();
    if (stop == null || stop.getStopIndex() < from) {
      return Flaws.shown(tree.getText());
    }
    return Flaws.shown(
        text.substring(
            text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, stop.getStopIndex() + 1)));
  }
}
