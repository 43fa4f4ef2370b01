package dev.ripcord.rehearse;

import dev.ripcord.rehearse.Proof.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes many differences readable: what is the same is told once, and examples stay short. */
final class Differences {
  private static final int MOST_EXAMPLES = 10;

  /** In characters as people count them, not in code units. */
  private static final int LONGEST_EXAMPLE = 200;

  private Differences() {}

  private record Same(String part, String where, String what) {}

  private static final class Group {
    private final List<String> examples = new ArrayList<>();
    private int count;

    void add(Difference difference) {
      count++;
      difference.examples().stream()
          .map(Differences::shortened)
          .limit(MOST_EXAMPLES - examples.size())
          .forEach(examples::add);
    }
  }

  /** One difference for each part, place and text, in the order in which they first came. */
  static List<Difference> grouped(List<Difference> differences) {
    Map<Same, Group> groups = new LinkedHashMap<>();
    for (Difference each : differences) {
      groups
          .computeIfAbsent(new Same(each.part(), each.where(), each.what()), same -> new Group())
          .add(each);
    }
    List<Difference> grouped = new ArrayList<>();
    groups.forEach(
        (same, group) ->
            grouped.add(
                new Difference(
                    same.part(),
                    same.where(),
                    group.count == 1 ? same.what() : group.count + " times: " + same.what(),
                    group.examples)));
    return List.copyOf(grouped);
  }

  private static String shortened(String example) {
    int length = example.codePointCount(0, example.length());
    return length <= LONGEST_EXAMPLE
        ? example
        : example.substring(0, example.offsetByCodePoints(0, LONGEST_EXAMPLE))
            + "… ("
            + length
            + " characters)";
  }
}
