package dev.ripcord.execute;

/** Who else works in the database, as far as a walk cares. */
public enum Traffic {
  /** Nobody whom it could disturb, such as the writers of a rehearsal, who are always at work. */
  NOBODY,
  /** Clients and replicas, to whom it gives way. */
  CLIENTS
}
