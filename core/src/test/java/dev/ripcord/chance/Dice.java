package dev.ripcord.chance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** All chance of a run, from one seed: the same seed makes the same schema and migration. */
final class Dice {
  private final RandomGenerator random;

  Dice(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** From 0 to {@code below - 1}. */
  int number(int below) {
    return random.nextInt(below);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** True this often in a hundred. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** So many different ones, or all if there are fewer, in any order. */
  <T> List<T> some(List<T> list, int count) {
    List<T> left = new ArrayList<>(list);
    List<T> taken = new ArrayList<>();
    while (taken.size() < count && !left.isEmpty()) {
      taken.add(left.remove(random.nextInt(left.size())));
    }
    return taken;
  }
}
