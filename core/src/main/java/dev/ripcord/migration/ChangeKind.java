package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import java.util.Optional;

/**
 * A kind of change: the keys that it has in a file, and how it is read.
 *
 * @param reader returns nothing when the mapping is broken, having said why
 */
record ChangeKind(Keys keys, Reader reader) {
  /** Reads one change; the place is that of its kind. */
  interface Reader {
    Optional<? extends Change> read(Place place, Mapping in);
  }

  String name() {
    return keys.name();
  }
}
