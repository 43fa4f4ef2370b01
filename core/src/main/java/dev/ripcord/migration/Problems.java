package dev.ripcord.migration;

import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong while files are read. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(Problem problem) {
    found.add(problem);
  }

  void add(Place place, String what, String expected) {
    add(new Problem(place, what, expected));
  }

  void add(String file, Node node, String what, String expected) {
    add(place(file, node), what, expected);
  }

  int count() {
    return found.size();
  }

  boolean none() {
    return found.isEmpty();
  }

  /** Throws if there are any: file by file as they were met, and by place within a file. */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    List<String> files = found.stream().map(problem -> problem.place().file()).distinct().toList();
    throw new InputException(
        found.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((Problem problem) -> files.indexOf(problem.place().file()))
                    .thenComparing(Problem::place))
            .toList());
  }

  static Place place(String file, Node node) {
    return place(file, node.getStartMark().orElse(null));
  }

  static Place place(String file, @Nullable Mark mark) {
    return mark == null
        ? new Place(file, 1, 1)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
