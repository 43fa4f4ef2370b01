package dev.ripcord.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the watch shows what triggers say now, for the heartbeat to tell. Threadsafe. */
final class Board {
  private final Map<String, State.Sight> sights = new LinkedHashMap<>();

  synchronized void show(State.Sight sight) {
    sights.put(sight.trigger(), sight);
  }

  synchronized List<State.Sight> sights() {
    return List.copyOf(sights.values());
  }
}
