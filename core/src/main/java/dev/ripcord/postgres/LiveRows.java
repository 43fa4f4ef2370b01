package dev.ripcord.postgres;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A sample of the rows in which every reference leads to a row: first some rows of each table, then
 * their parents, the parents of these, and so on.
 */
final class LiveRows {
  /** So long is the longest chain of parents that is followed. */
  private static final int ROUNDS = 200;

  /** In a circle of keys so many times the sample is followed, then cut where it may be. */
  private static final int ROUND_A_CIRCLE = 4;

  private static final int KEYS_AT_ONCE = 500;

  private final LiveReading live;
  private final Session session;
  private final Session copy;
  private final Map<LiveKey, Long> room = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param session at the moment of the copy
   */
  LiveRows(LiveReading live, Session session, Session copy) {
    this.live = live;
    this.session = session;
    this.copy = copy;
  }

  /**
   * Loads it.
   *
   * @return what is not as in the live database, in words
   */
  List<String> load(long rows, long seed) {
    CatalogReader.printPlainlyFromNowOn(copy);
    for (LiveTable table : live.tables().values()) {
      if (!table.partition() && !table.columns().isEmpty()) {
        live.yieldToOthers();
        long sampled = Copy.through(session, table.sample(rows, seed), copy, table.load());
        if (sampled == rows && table.rows() == 0) {
          notes.add(
              table.name() + ": nobody knows how many rows it has; run ANALYZE on the live server");
        }
      }
    }
    List<LiveKey> keys = live.keys();
    Set<LiveKey> circles = circles(keys);
    circles.forEach(key -> room.put(key, ROUND_A_CIRCLE * rows));
    useIndexes();
    for (int round = 0; round < ROUNDS && addParents(keys); round++) {
      live.yieldToOthers();
    }
    settle(keys.stream().filter(LiveKey::holds).toList());
    return List.copyOf(notes);
  }

  /** A parent is found by its key, however small the planner thinks its table is. */
  private void useIndexes() {
    for (String way : List.of("seqscan", "hashjoin", "mergejoin")) {
      session.execute("SET LOCAL enable_" + way + " = off");
    }
  }

  /**
   * @return whether there were any
   */
  private boolean addParents(List<LiveKey> keys) {
    long added = 0;
    for (LiveKey key : keys) {
      List<List<String>> missing = copy.queryPlain(key.missingKeys(), LiveRows::texts);
      for (int from = 0; from < missing.size() && follows(key); from += KEYS_AT_ONCE) {
        live.yieldToOthers();
        List<List<String>> some =
            missing.subList(from, Math.min(missing.size(), from + KEYS_AT_ONCE));
        long parents = Copy.through(session, key.parents(some), copy, key.parent().load());
        room.computeIfPresent(key, (circle, left) -> left - parents);
        added += parents;
      }
    }
    return added > 0;
  }

  private boolean follows(LiveKey key) {
    return key.nullable().isEmpty() || room.getOrDefault(key, 1L) > 0;
  }

  /** Keys whose parents lead back to their children, as every key to the same table does. */
  static Set<LiveKey> circles(List<LiveKey> keys) {
    return keys.stream()
        .filter(key -> ancestors(key.parent(), keys).contains(key.child()))
        .collect(toSet());
  }

  private static Set<LiveTable> ancestors(LiveTable table, List<LiveKey> keys) {
    Set<LiveTable> found = new HashSet<>(Set.of(table));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (LiveKey key : keys) {
        grown |= found.contains(key.child()) && found.add(key.parent());
      }
    }
    return found;
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>(row.width());
    for (int i = 1; i <= row.width(); i++) {
      texts.add(row.text(i));
    }
    return texts;
  }

  /** What still has no parent here: chains that are too long, and rows that never had one. */
  private void settle(List<LiveKey> keys) {
    for (LiveKey key : keys) {
      if (!key.nullable().isEmpty()) {
        note(key, letGo(key), "rows let go of their parents");
      }
    }
    long removed;
    do {
      removed = 0;
      for (LiveKey key : keys) {
        long gone = copy.updatePlain(key.remove());
        note(key, gone, "rows were left out for want of a parent");
        removed += gone;
      }
    } while (removed > 0);
  }

  /** A check may want the column: the rows then go as a whole. */
  private long letGo(LiveKey key) {
    try {
      return copy.updatePlain(key.letGo());
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return 0;
    }
  }

  private void note(LiveKey key, long rows, String what) {
    if (rows > 0) {
      notes.add("%s: %d %s (%s)".formatted(key.child().name(), rows, what, key.name()));
    }
  }
}
