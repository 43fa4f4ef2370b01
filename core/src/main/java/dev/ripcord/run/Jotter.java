package dev.ripcord.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.journal.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What other threads want in the journal, until the engine's thread writes it down. A trigger that
 * flaps through a soak of days must not fill it: of what is said again and again, some is left out.
 */
final class Jotter {
  /** So many in a phase of one trigger, or of all that people are told, are written one by one. */
  static final int SINGLY = 100;

  private final Queue<Jotting> waiting = new ConcurrentLinkedQueue<>();

  @GuardedBy("this")
  private final Map<String, Often> often = new HashMap<>();

  private record Jotting(Entry.Kind kind, String unit, String detail) {}

  /** Of one thing that is said often. */
  private static final class Often {
    private int said;
    private int left;
    private Jotting newest;

    private Often(Jotting first) {
      newest = first;
    }

    private Jotting summed() {
      Jotting last = newest;
      String more = left > 1 ? " (and " + (left - 1) + " before it, which are left out)" : "";
      left = 0;
      return new Jotting(last.kind(), last.unit(), last.detail() + more);
    }
  }

  /** The first ones as they are; then, ever more seldom, the newest of many. */
  synchronized void jot(Entry.Kind kind, String unit, String detail) {
    Jotting jotting = new Jotting(kind, unit, detail);
    String key = kind == Entry.Kind.WATCH ? unit : kind.name();
    Often of = often.computeIfAbsent(key, first -> new Often(jotting));
    of.newest = jotting;
    of.said++;
    of.left++;
    boolean doubled = of.said % SINGLY == 0 && Integer.bitCount(of.said / SINGLY) == 1;
    if (of.said <= SINGLY || doubled) {
      waiting.add(of.summed());
    }
  }

  /** A phase is over: the newest of what was left out in it is said, and all begins anew. */
  synchronized void sum() {
    often.values().stream().filter(of -> of.left > 0).forEach(of -> waiting.add(of.summed()));
    often.clear();
  }

  /** All that was not written down, oldest first; it is forgotten here. */
  List<Export.Closing> left() {
    sum();
    List<Export.Closing> left = new ArrayList<>();
    for (Jotting next = waiting.poll(); next != null; next = waiting.poll()) {
      left.add(new Export.Closing(next.kind(), next.unit(), next.detail()));
    }
    return left;
  }

  /** On the engine's thread. What cannot be written now is with the next controller. */
  void settle(Controller controller) {
    for (Jotting next = waiting.peek(); next != null; next = waiting.peek()) {
      controller.note(next.kind(), next.unit(), next.detail());
      waiting.remove();
    }
  }
}
