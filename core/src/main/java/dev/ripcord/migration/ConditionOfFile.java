package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.trigger.Condition;
import dev.ripcord.trigger.ConditionReader;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What a file says of when a trigger fires: the condition, and its window, which is the same as the
 * longest time in the condition if there is one.
 */
record ConditionOfFile(String condition, Duration window) {
  /** The text of a condition that can be evaluated, if the key is there. */
  static Optional<String> read(Mapping in) {
    Optional<String> text = in.text("condition");
    Node node = in.node("condition").orElse(null);
    if (text.isPresent() && node instanceof ScalarNode scalar) {
      List<ConditionReader.Flaw> flaws = ConditionReader.read(scalar.getValue()).flaws();
      flaws.forEach(
          flaw ->
              in.values()
                  .problems()
                  .add(place(in, scalar, flaw.column()), flaw.what(), flaw.expected()));
      return flaws.isEmpty() ? text : Optional.empty();
    }
    return Optional.empty();
  }

  /** Inside the scalar where the file has each character as it is, else where the scalar begins. */
  private static Place place(Mapping in, ScalarNode scalar, int column) {
    Place begin = in.values().place(scalar);
    Mark start = scalar.getStartMark().orElse(null);
    Mark end = scalar.getEndMark().orElse(null);
    boolean quoted =
        scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
            || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    String value = scalar.getValue();
    int length = value.codePointCount(0, value.length()) + (quoted ? 2 : 0);
    boolean asItIs =
        start != null
            && end != null
            && start.getLine() == end.getLine()
            && end.getColumn() - start.getColumn() == length;
    return asItIs
        ? new Place(begin.file(), begin.line(), begin.column() + column - 1 + (quoted ? 1 : 0))
        : begin;
  }

  /**
   * Makes window and condition one.
   *
   * @param condition that holds, of this file or of the default
   * @param window of this file
   */
  static Optional<ConditionOfFile> settle(
      Mapping in, String condition, Optional<Duration> window, Duration before) {
    Condition parsed = ConditionReader.parse(condition);
    List<Duration> times = parsed.windows();
    Optional<Duration> longest = times.stream().max(Comparator.naturalOrder());
    if (window.isEmpty() || longest.isEmpty()) {
      return Optional.of(new ConditionOfFile(condition, window.orElse(longest.orElse(before))));
    }
    if (window.equals(longest)) {
      return Optional.of(new ConditionOfFile(condition, window.get()));
    }
    boolean own = in.node("condition").isPresent();
    if (!own && times.size() == 1 && window.get().isPositive()) {
      return Optional.of(
          new ConditionOfFile(parsed.withWindow(window.get()).words(), window.get()));
    }
    in.values()
        .refuse(
            in.node("window").orElse(in.node()),
            "window is "
                + Condition.words(window.get())
                + ", but the condition says for "
                + Condition.words(longest.get()),
            own
                ? "window: " + Condition.words(longest.get()) + ", or none"
                : "a condition of its own");
    return Optional.empty();
  }
}
