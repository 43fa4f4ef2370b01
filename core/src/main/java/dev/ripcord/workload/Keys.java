package dev.ripcord.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The rows of one table that one writer owns, by key. Used by one thread. */
final class Keys {
  private static final int TRIES = 8;

  private final List<List<String>> keys = new ArrayList<>();

  /** Place in the list, and whether the writer inserted the row itself. */
  private final Map<List<String>, Place> places = new HashMap<>();

  private record Place(int index, boolean inserted) {}

  void add(List<String> key, boolean inserted) {
    if (!places.containsKey(key)) {
      places.put(key, new Place(keys.size(), inserted));
      keys.add(key);
    }
  }

  void remove(List<String> key) {
    Place place = places.remove(key);
    if (place == null) {
      return;
    }
    List<String> last = keys.removeLast();
    if (!last.equals(key)) {
      keys.set(place.index(), last);
      Place old = places.get(last);
      places.put(last, new Place(place.index(), old != null && old.inserted()));
    }
  }

  @Nullable List<String> any(RandomGenerator random) {
    return keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Some row whose key is not among the others, if one is found quickly. */
  @Nullable List<String> anyNotIn(Keys others, RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      List<String> key = any(random);
      if (key != null && !others.places.containsKey(key)) {
        return key;
      }
    }
    return null;
  }

  /** Some row that this writer inserted, if one is found quickly. */
  @Nullable List<String> anyInserted(RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      List<String> key = any(random);
      Place place = key == null ? null : places.get(key);
      if (place != null && place.inserted()) {
        return key;
      }
    }
    return null;
  }
}
