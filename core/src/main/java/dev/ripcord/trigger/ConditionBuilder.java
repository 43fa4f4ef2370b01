package dev.ripcord.trigger;

import dev.ripcord.trigger.Condition.Comparison;
import dev.ripcord.trigger.grammar.ConditionParser;
import dev.ripcord.trigger.grammar.ConditionParser.AndContext;
import dev.ripcord.trigger.grammar.ConditionParser.ComparisonContext;
import dev.ripcord.trigger.grammar.ConditionParser.DurationContext;
import dev.ripcord.trigger.grammar.ConditionParser.ExpressionContext;
import dev.ripcord.trigger.grammar.ConditionParser.GroupContext;
import dev.ripcord.trigger.grammar.ConditionParser.HeldContext;
import dev.ripcord.trigger.grammar.ConditionParser.NotContext;
import dev.ripcord.trigger.grammar.ConditionParser.OrContext;
import dev.ripcord.trigger.grammar.ConditionParser.TrendContext;
import dev.ripcord.trigger.grammar.ConditionParser.ValueContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Makes conditions of parse trees, and says what is wrong with them beyond grammar. A tree that the
 * parser gave up on is null here, or has no kind; its flaw is told already.
 */
final class ConditionBuilder {
  private final Flaws flaws;
  private final QuantityBuilder quantities;

  ConditionBuilder(Flaws flaws, String text) {
    this.flaws = flaws;
    this.quantities = new QuantityBuilder(flaws, text);
  }

  @Nullable Condition condition(@Nullable ExpressionContext tree) {
    return switch (tree) {
      case null -> null;
      case GroupContext it -> condition(it.expression());
      case ComparisonContext it -> comparison(it);
      case TrendContext it -> trend(it);
      case HeldContext it -> held(it);
      case NotContext it -> {
        Condition condition = condition(it.expression());
        yield condition == null ? null : new Condition.Not(condition);
      }
      case AndContext it -> {
        Condition left = condition(it.expression(0));
        Condition right = condition(it.expression(1));
        yield left == null || right == null ? null : new Condition.And(List.of(left, right));
      }
      case OrContext it -> {
        Condition left = condition(it.expression(0));
        Condition right = condition(it.expression(1));
        yield left == null || right == null ? null : new Condition.Or(List.of(left, right));
      }
      default -> number(tree);
    };
  }

  private @Nullable Condition number(ExpressionContext tree) {
    if (QuantityBuilder.isNumber(tree)) {
      String text = quantities.text(tree);
      flaws.add(tree, text + " is a number", "a comparison such as " + text + " > 0");
      Quantity unused = quantities.quantity(tree, Set.of());
    }
    return null;
  }

  private @Nullable Condition comparison(ComparisonContext tree) {
    ExpressionContext first = tree.expression(0);
    if (first instanceof ComparisonContext inner && inner.expression(1) != null) {
      flaws.add(
          tree.operator,
          "the comparison " + quantities.text(inner) + " is compared again",
          "and "
              + quantities.text(inner.expression(1))
              + " "
              + tree.operator.getText()
              + " …, as a comparison of its own");
      Condition unused = comparison(inner);
      return null;
    }
    Set<String> metrics = QuantityBuilder.metricsIn(tree);
    boolean trees = tree.exception == null;
    if (metrics.isEmpty() && trees && flaws.none()) {
      flaws.add(
          tree,
          quantities.text(tree) + " compares no metric's present value",
          "at least one metric beside numbers and baselines");
    }
    Quantity left = quantities.quantity(first, metrics);
    Quantity right = quantities.quantity(tree.expression(1), metrics);
    return left == null || right == null
        ? null
        : new Comparison(left, operator(tree.operator), right);
  }

  private @Nullable Condition trend(TrendContext tree) {
    String word = tree.trend.getText().toLowerCase(Locale.ROOT);
    Duration over = null;
    if (tree.FOR() == null) {
      flaws.add(tree.trend, word + " has no time", word + " for 30 minutes");
    } else {
      over = duration(tree.duration());
    }
    if (!(tree.expression() instanceof ValueContext value)) {
      if (tree.expression() != null && tree.expression().exception == null) {
        flaws.add(
            tree.expression(),
            quantities.text(tree.expression()) + " is not a metric alone",
            "the name of a metric before " + word);
      }
      return null;
    }
    return over == null
        ? null
        : new Condition.Trend(
            value.metric().getText(), Condition.Direction.valueOf(upper(word)), over);
  }

  private @Nullable Condition held(HeldContext tree) {
    ExpressionContext inner = tree.expression();
    if (inner instanceof HeldContext || inner instanceof TrendContext) {
      flaws.add(tree.FOR().getSymbol(), "a second for", "one, or brackets around the first");
    }
    Duration over = duration(tree.duration());
    Condition condition = condition(inner);
    return over == null || condition == null ? null : new Condition.Held(condition, over);
  }

  private @Nullable Duration duration(@Nullable DurationContext tree) {
    return tree == null || tree.exception != null ? null : TimeReader.read(tree, flaws);
  }

  private static Operator operator(Token token) {
    return switch (token.getType()) {
      case ConditionParser.LESS -> Operator.LESS;
      case ConditionParser.AT_MOST -> Operator.AT_MOST;
      case ConditionParser.GREATER -> Operator.GREATER;
      case ConditionParser.AT_LEAST -> Operator.AT_LEAST;
      case ConditionParser.EQUAL -> Operator.EQUAL;
      case ConditionParser.UNEQUAL -> Operator.UNEQUAL;
      default -> throw new IllegalStateException("no operator: " + token.getText());
    };
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
