package dev.ripcord.recover;

import java.time.Instant;
import java.util.List;

/**
 * A backup that is there.
 *
 * @param label as its provider names it
 * @param taken when it was complete
 * @param size in bytes, of what a restore brings back
 * @param chain labels of the backups that it needs, itself last
 */
public record Backup(String label, Instant taken, long size, List<String> chain) {
  public Backup {
    chain = List.copyOf(chain);
  }
}
