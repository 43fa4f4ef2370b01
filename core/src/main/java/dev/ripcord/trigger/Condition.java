package dev.ripcord.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What calls for a rollback: a statement about metrics that holds or does not. */
public sealed interface Condition {
  /** Two quantities compared. */
  record Comparison(Quantity left, Operator operator, Quantity right) implements Condition {}

  /** How one metric goes over a time. */
  record Trend(String metric, Direction direction, Duration over) implements Condition {
    public Trend {
      requirePositive(over);
    }
  }

  /** A condition that must be seen to hold for a time. */
  record Held(Condition condition, Duration over) implements Condition {
    public Held {
      requirePositive(over);
    }
  }

  /** The opposite. */
  record Not(Condition condition) implements Condition {}

  /** All of at least two; those of an {@code and} in it are its own. */
  record And(List<Condition> conditions) implements Condition {
    public And {
      conditions =
          flat(conditions, each -> each instanceof And and ? and.conditions() : List.of(each));
    }
  }

  /** At least one of at least two; those of an {@code or} in it are its own. */
  record Or(List<Condition> conditions) implements Condition {
    public Or {
      conditions =
          flat(conditions, each -> each instanceof Or or ? or.conditions() : List.of(each));
    }
  }

  /** How a metric can go. */
  enum Direction {
    /** The same value all the time. */
    UNCHANGED("unchanged"),
    /** Never down, and up in the end. */
    INCREASING("increasing"),
    /** Never up, and down in the end. */
    DECREASING("decreasing");

    private final String word;

    Direction(String word) {
      this.word = word;
    }

    /** As conditions write it. */
    public String word() {
      return word;
    }
  }

  /** The conditions that it is made of, one level down. */
  default List<Condition> parts() {
    return switch (this) {
      case Comparison ignored -> List.of();
      case Trend ignored -> List.of();
      case Held held -> List.of(held.condition());
      case Not not -> List.of(not.condition());
      case And and -> and.conditions();
      case Or or -> or.conditions();
    };
  }

  /** The metrics whose present value it needs. */
  default Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    if (this instanceof Comparison it) {
      names.addAll(it.left().metrics());
      names.addAll(it.right().metrics());
    } else if (this instanceof Trend it) {
      names.add(it.metric());
    }
    parts().forEach(part -> names.addAll(part.metrics()));
    return names;
  }

  /** The metrics whose baseline it needs. */
  default Set<String> baselines() {
    Set<String> names = new TreeSet<>();
    if (this instanceof Comparison it) {
      names.addAll(it.left().baselines());
      names.addAll(it.right().baselines());
    }
    parts().forEach(part -> names.addAll(part.baselines()));
    return names;
  }

  /** Every time that it must hold for, in the order in which they are written. */
  default List<Duration> windows() {
    List<Duration> windows = new ArrayList<>();
    parts().forEach(part -> windows.addAll(part.windows()));
    switch (this) {
      case Trend trend -> windows.add(trend.over());
      case Held held -> windows.add(held.over());
      case Comparison ignored -> {}
      case Not ignored -> {}
      case And ignored -> {}
      case Or ignored -> {}
    }
    return List.copyOf(windows);
  }

  /** The same condition with another time in the place of each. */
  default Condition withWindow(Duration over) {
    return switch (this) {
      case Comparison same -> same;
      case Trend it -> new Trend(it.metric(), it.direction(), over);
      case Held it -> new Held(it.condition().withWindow(over), over);
      case Not it -> new Not(it.condition().withWindow(over));
      case And it -> new And(it.conditions().stream().map(c -> c.withWindow(over)).toList());
      case Or it -> new Or(it.conditions().stream().map(c -> c.withWindow(over)).toList());
    };
  }

  /** Canonical text, which reads back as an equal condition. */
  default String words() {
    return Words.of(this);
  }

  /** A time as conditions write it, such as {@code 5 minutes} or {@code 1h 30m}. */
  static String words(Duration time) {
    return Words.of(time);
  }

  private static void requirePositive(Duration over) {
    if (over.isZero() || over.isNegative() || over.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException("a condition holds for some whole milliseconds");
    }
  }

  private static List<Condition> flat(
      List<Condition> conditions, Function<Condition, List<Condition>> inner) {
    List<Condition> flat = new ArrayList<>();
    for (Condition each : conditions) {
      flat.addAll(inner.apply(each));
    }
    if (flat.size() < 2) {
      throw new IllegalArgumentException("and, or need at least two conditions");
    }
    return List.copyOf(flat);
  }
}
