package dev.ripcord.escalate;

import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is {@link Owed}, and how much of that the database knows. Threadsafe. */
final class Debts {
  private final Map<Key, Owed> owing = new HashMap<>();
  private final List<Owed> unwritten = new ArrayList<>();
  private final List<Owed> paid = new ArrayList<>();

  private record Key(String letter, String channel) {
    static Key of(Owed owed) {
      return new Key(owed.letter(), owed.channel());
    }
  }

  /** What one look at the database writes down. */
  record Kept(List<Owed> owed, List<Owed> paid) {
    Kept {
      owed = List.copyOf(owed);
      paid = List.copyOf(paid);
    }

    void write(Session session) {
      owed.forEach(each -> OwedStore.add(session, each));
      paid.forEach(each -> OwedStore.paid(session, each));
    }
  }

  /** The database has it already. */
  synchronized void known(Owed owed) {
    owing.put(Key.of(owed), owed);
  }

  /** Before it is sent: whoever dies in between has it told by the next process. */
  synchronized void owe(Owed owed) {
    owing.put(Key.of(owed), owed);
    unwritten.add(owed);
  }

  /** A channel took it. What is said of an alert before its end has the same identity. */
  synchronized void paid(Delivery.Sent sent) {
    boolean before =
        sent.letter().notice().filter(it -> it.kind() != Notice.Kind.RESOLVED).isPresent();
    Owed owed = before ? null : owing.remove(new Key(sent.letter().identity(), sent.channel()));
    if (owed != null) {
      paid.add(owed);
    }
  }

  synchronized Kept toKeep() {
    return new Kept(unwritten, paid);
  }

  synchronized void kept(Kept kept) {
    unwritten.removeAll(kept.owed());
    paid.removeAll(kept.paid());
  }

  synchronized List<Owed> owing() {
    return List.copyOf(owing.values());
  }
}
