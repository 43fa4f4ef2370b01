package dev.ripcord.chance;

import java.util.Optional;

/** Makes changes of one kind: a new kind is one such function, listed in {@link ChangeMakers}. */
@FunctionalInterface
interface ChangeMaker {
  /**
   * @return one item of {@code changes:}; empty if the table has nothing for it
   */
  Optional<Item> make(Dice dice, RandomTable table, OddNames names);
}
