package dev.ripcord.recover;

import dev.ripcord.migration.Recovery;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the provider that a migration names. */
public final class Providers {
  private Providers() {}

  /**
   * Absent if the migration names none.
   *
   * @param recovery with absolute names of files: {@link Recovery#under}
   * @throws RipcordException if the provider has no location
   */
  public static Optional<Provider> of(Recovery recovery, Site site) {
    return recovery.provider().map(provider -> of(provider, recovery, site));
  }

  private static Provider of(Recovery.Provider provider, Recovery recovery, Site site) {
    String location =
        recovery
            .location()
            .orElseThrow(
                () ->
                    new RipcordException(
                        ProblemCode.REFUSED,
                        "The backup has no location: give recovery a location"));
    return switch (provider) {
      case BASEBACKUP ->
          new BaseBackups(
              Path.of(location),
              Path.of(recovery.archive().orElseThrow()),
              recovery.space().map(Path::of).orElse(Path.of(location)),
              recovery.maximumAge(),
              site);
      case PGBACKREST ->
          new PgBackRest(
              location,
              recovery.config().map(Path::of),
              recovery
                  .space()
                  .map(Path::of)
                  .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"))),
              recovery.maximumAge(),
              site);
      case PG_DUMP ->
          new Dumps(
              Path.of(location),
              recovery.space().map(Path::of).orElse(Path.of(location)),
              recovery.maximumAge(),
              site);
    };
  }
}
