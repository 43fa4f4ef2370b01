package dev.ripcord.execute;

import dev.ripcord.journal.Journal;
import dev.ripcord.postgres.Session;

/** What else is written down in the transaction that makes the journal. */
public interface Founding {
  /** Nothing. */
  Founding NOTHING = (session, journal) -> {};

  /** Writes it down. */
  void found(Session session, Journal journal);
}
