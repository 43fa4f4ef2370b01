package dev.ripcord.recover;

import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.Map;

/**
 * How a merge goes about it.
 *
 * @param lockTimeout how long a row or table lock is waited for before the batch gives way
 * @param lockAttempts how often a batch is tried before the merge stops, resumable
 * @param batchRows how many rows one transaction looks at, at most
 * @param examples how many rows are named at most, per table and kind
 * @param damaged without a second moment: which live rows are damaged, as a condition in SQL over
 *     the columns of the table; functions outside {@code pg_catalog} with their schema
 */
public record MergeOptions(
    Duration lockTimeout,
    int lockAttempts,
    int batchRows,
    int examples,
    Map<QualifiedName, String> damaged) {
  /** 500 ms, 20 attempts, 500 rows, 10 examples, no condition. */
  public static final MergeOptions DEFAULT =
      new MergeOptions(Duration.ofMillis(500), 20, 500, 10, Map.of());

  public MergeOptions {
    damaged = Map.copyOf(damaged);
  }

  /** With conditions that say which live rows are damaged. */
  public MergeOptions withDamaged(Map<QualifiedName, String> conditions) {
    return new MergeOptions(lockTimeout, lockAttempts, batchRows, examples, conditions);
  }
}
