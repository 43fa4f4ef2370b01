package dev.ripcord.aftermath;

import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.journal.Entry;
import dev.ripcord.plan.CanonicalJson;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The validations after the rollback, as the journal has them.
 *
 * @param items the newest finding of each, by number
 */
record Checks(List<Item> items) {
  Checks {
    items = List.copyOf(items);
  }

  /**
   * One of the checklist.
   *
   * @param verdict {@code passed}, {@code failed} or {@code open}
   * @param why in words; empty where it passed
   * @param signed by whom; absent if by nobody
   */
  record Item(long number, String title, String verdict, String why, Optional<String> signed) {
    boolean settled() {
      return verdict.equals("passed") || signed.isPresent();
    }
  }

  static Checks of(List<Entry> entries) {
    Map<Long, Item> items = new TreeMap<>(Comparator.naturalOrder());
    for (Entry entry : entries) {
      String kind = entry.kind().name();
      if (kind.equals("VALIDATION")) {
        JsonNode node = CanonicalJson.read(entry.detail());
        Item item =
            new Item(
                number(node, "number"),
                text(node, "title"),
                text(node, "verdict"),
                Optional.ofNullable(node.get("why")).map(JsonNode::stringValue).orElse(""),
                Optional.empty());
        Item before = items.put(item.number(), item);
        if (before != null && before.verdict().equals(item.verdict())) {
          items.put(item.number(), signed(item, before.signed()));
        }
      } else if (kind.equals("SIGNED_OFF")) {
        JsonNode node = CanonicalJson.read(entry.detail());
        items.computeIfPresent(
            number(node, "number"),
            (any, item) -> signed(item, Optional.of(text(node, "who") + " at " + entry.at())));
      }
    }
    return new Checks(List.copyOf(items.values()));
  }

  private static Item signed(Item item, Optional<String> by) {
    return new Item(item.number(), item.title(), item.verdict(), item.why(), by);
  }

  /** In one line. */
  String words() {
    if (items.isEmpty()) {
      return "No check of the post-rollback checklist has been made: ripcord validate makes them.";
    }
    long passed = items.stream().filter(item -> item.verdict().equals("passed")).count();
    List<String> left =
        items.stream()
            .filter(item -> !item.settled())
            .map(item -> item.number() + " (" + item.verdict() + ")")
            .toList();
    return "Of "
        + items.size()
        + " checks of the post-rollback checklist "
        + passed
        + " passed; "
        + (left.isEmpty()
            ? "the others are signed off."
            : "neither passed nor signed off: " + String.join(", ", left) + ".");
  }
}
