package dev.ripcord.chance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A migration about a random schema.
 *
 * @param kinds of its changes
 */
record RandomMigration(String yaml, List<String> kinds) {
  private static final int MOST_TRIES = 40;

  static RandomMigration of(Dice dice, RandomSchema schema) {
    OddNames names = new OddNames(dice, "fresh");
    int wanted = dice.of(1, 1, 1, 2, 2, 3, 5);
    List<Item> items = new ArrayList<>();
    Set<String> touched = new HashSet<>();
    for (int tries = 0; items.size() < wanted && tries < MOST_TRIES; tries++) {
      dice.pick(ChangeMakers.ALL)
          .make(dice, dice.pick(schema.tables()), names)
          // what contradicts itself is seldom worth a seed: the reader refuses it
          .filter(item -> fits(item, items) && (dice.chance(5) || touched.addAll(item.about())))
          .ifPresent(items::add);
    }
    StringBuilder yaml = new StringBuilder("migration: chance\nschema: schema.sql\nchanges:\n");
    items.forEach(item -> yaml.append(item.yaml()));
    return new RandomMigration(yaml.toString(), items.stream().map(Item::kind).toList());
  }

  private static boolean fits(Item item, List<Item> others) {
    return others.stream()
        .noneMatch(
            each ->
                (item.wholeTable() && each.mentions(item.table()))
                    || (each.wholeTable() && item.mentions(each.table())));
  }
}
