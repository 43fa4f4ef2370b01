package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What other threads want in the journal, until the engine's thread writes it down. */
final class Jotter {
  private final Queue<Jotting> waiting = new ConcurrentLinkedQueue<>();

  private record Jotting(Entry.Kind kind, String unit, String detail) {}

  void jot(Entry.Kind kind, String unit, String detail) {
    waiting.add(new Jotting(kind, unit, detail));
  }

  /** All that was not written down, oldest first; it is forgotten here. */
  List<Export.Closing> left() {
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
