package dev.ripcord.migration;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A metric that needs no source of the user's. */
public enum BuiltIn {
  /** Steps taken so far, the present one in part. */
  MIGRATION_PROGRESS,
  /** Rows of which one client changed both shapes inconsistently. */
  SYNC_CONFLICTS,
  /** The {@code checks} that do not hold. */
  DATA_VALIDATION_FAILURES,
  /** Seconds that the slowest replica is behind. */
  REPLICA_LAG,
  /** Sessions that wait for a lock. */
  LOCK_WAITERS,
  /** Seconds since the oldest open transaction began. */
  LONGEST_TRANSACTION,
  /** Share of {@code max_connections}. */
  CONNECTIONS_USED;

  /** As conditions name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<BuiltIn> of(String word) {
    return Stream.of(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
