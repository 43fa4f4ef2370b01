package dev.ripcord.migration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The last rung: what recovers data when no rollback helps.
 *
 * @param provider absent when the file configures none
 * @param location repository, folder or stanza
 * @param maximumAge of the newest backup before a live run starts
 * @param archives how long what a run archived stays after its end
 * @param validations queries whose values must be right after a restore
 */
public record Recovery(
    Optional<Provider> provider,
    Optional<String> location,
    Duration maximumAge,
    Duration archives,
    List<Check> validations) {
  public Recovery {
    validations = List.copyOf(validations);
  }

  /** What takes and restores backups. */
  public enum Provider {
    PGBACKREST,
    BASEBACKUP,
    PG_DUMP
  }
}
