package dev.ripcord.migration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The last rung: what recovers data when no rollback helps.
 *
 * @param provider absent when the file configures none
 * @param location stanza, folder of base backups or folder of dumps; folders as they are written
 * @param config pgBackRest's configuration file; its default if absent
 * @param archive folder into which the server archives WAL; of base backups only
 * @param maximumAge of the newest backup before a live run starts
 * @param take when a run takes a backup before its first change
 * @param space folder in which restores are made; absent for the provider's default
 * @param archives how long what a run archived stays after its end
 * @param validations queries whose values must be right after a restore
 */
public record Recovery(
    Optional<Provider> provider,
    Optional<String> location,
    Optional<String> config,
    Optional<String> archive,
    Duration maximumAge,
    Take take,
    Optional<String> space,
    Duration archives,
    List<Check> validations) {
  public Recovery {
    validations = List.copyOf(validations);
  }

  /** With nothing but what every provider has. */
  public Recovery(
      Optional<Provider> provider,
      Optional<String> location,
      Duration maximumAge,
      Duration archives,
      List<Check> validations) {
    this(
        provider,
        location,
        Optional.empty(),
        Optional.empty(),
        maximumAge,
        Take.IF_NEEDED,
        Optional.empty(),
        archives,
        validations);
  }

  /** What takes and restores backups. */
  public enum Provider {
    PGBACKREST,
    BASEBACKUP,
    PG_DUMP;

    /** As the migration file calls it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When a run takes a backup in preparation. */
  public enum Take {
    /** When there is none, or none that is young enough. */
    IF_NEEDED,
    /** In any case. */
    ALWAYS,
    /** In no case: without a young one, no run begins. */
    NEVER;

    /** As the migration file calls it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same with absolute names of files, of which those that are relative begin there. */
  public Recovery under(Path folder) {
    boolean stanza = provider.filter(Provider.PGBACKREST::equals).isPresent();
    return new Recovery(
        provider,
        stanza ? location : location.map(name -> absolute(folder, name)),
        config.map(name -> absolute(folder, name)),
        archive.map(name -> absolute(folder, name)),
        maximumAge,
        take,
        space.map(name -> absolute(folder, name)),
        archives,
        validations);
  }

  private static String absolute(Path folder, String name) {
    return folder.resolve(name).toAbsolutePath().normalize().toString();
  }
}
