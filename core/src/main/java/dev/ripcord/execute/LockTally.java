package dev.ripcord.execute;

import dev.ripcord.plan.LockMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what was seen of locks during one unit. Safe for use by several threads. */
final class LockTally {
  private static final int MOST_NAMED = 3;

  private final Map<Integer, LockWaits.Wait> heldUp = new LinkedHashMap<>();
  private final Map<Integer, String> blockers = new LinkedHashMap<>();
  private final Map<String, LockMode> locks = new TreeMap<>();
  private Duration ourLongestWait = Duration.ZERO;
  private List<String> waitsFor = List.of();
  private List<String> attemptWaitedFor = List.of();

  synchronized void add(List<LockWaits.Wait> waits) {
    List<String> now = new ArrayList<>();
    for (LockWaits.Wait wait : waits) {
      switch (wait.kind()) {
        case OURS -> ourLongestWait = longer(ourLongestWait, wait.waited());
        case BEHIND ->
            heldUp.merge(
                wait.pid(),
                wait,
                (one, other) -> one.waited().compareTo(other.waited()) >= 0 ? one : other);
        case BLOCKER -> {
          now.add(wait.who());
          blockers.put(wait.pid(), wait.who());
        }
      }
    }
    waitsFor = List.copyOf(now);
    if (!now.isEmpty()) {
      attemptWaitedFor = waitsFor;
    }
  }

  /** A lock that was not got in this time. */
  synchronized void waited(Duration atLeast) {
    ourLongestWait = longer(ourLongestWait, atLeast);
  }

  synchronized void addLocks(Map<String, LockMode> held) {
    held.forEach((table, mode) -> locks.merge(table, mode, HeldLocks::stronger));
  }

  /** Strongest mode per table that was seen held. */
  synchronized Map<String, LockMode> locks() {
    return new TreeMap<>(locks);
  }

  /** Whom an attempt waited for, and forgets it: the next one may wait for another. */
  synchronized List<String> attemptWaitedFor() {
    List<String> taken = attemptWaitedFor;
    attemptWaitedFor = List.of();
    return taken;
  }

  /** Whom we wait for now; empty if for nobody. */
  synchronized List<String> waitsFor() {
    return waitsFor;
  }

  synchronized LockCare care() {
    List<LockWaits.Wait> longestFirst =
        heldUp.values().stream()
            .sorted(Comparator.comparing(LockWaits.Wait::waited).reversed())
            .toList();
    return new LockCare(
        ourLongestWait,
        longestFirst.isEmpty() ? Duration.ZERO : longestFirst.getFirst().waited(),
        longestFirst.stream().limit(MOST_NAMED).map(LockWaits.Wait::who).toList(),
        blockers.values().stream().limit(MOST_NAMED).toList());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
