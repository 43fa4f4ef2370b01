package dev.ripcord.plan;

import java.util.Locale;

/**
 * The table-level lock modes of PostgreSQL, weakest first, as the manual's table of conflicting
 * lock modes (13.3.1) lists them.
 */
public enum LockMode {
  ACCESS_SHARE,
  ROW_SHARE,
  ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
  SHARE,
  SHARE_ROW_EXCLUSIVE,
  EXCLUSIVE,
  ACCESS_EXCLUSIVE;

  /** As the manual writes it: {@code ACCESS EXCLUSIVE}. */
  public String words() {
    return name().replace('_', ' ');
  }

  /** As {@code pg_locks.mode} writes it: {@code AccessExclusiveLock}. */
  public String catalogueName() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.append("Lock").toString();
  }

  /** Whether INSERT, UPDATE and DELETE wait while it is held. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** Whether SELECT waits while it is held. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }
}
