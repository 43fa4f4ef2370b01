package dev.ripcord.run;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.Inspection;
import dev.ripcord.recover.Provider;
import dev.ripcord.recover.Providers;
import dev.ripcord.recover.Site;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What a run does for the case that no rollback helps.
 *
 * @param recovery with absolute names of files
 */
public record Precaution(Recovery recovery, Duty duty) {
  /** What preparation does about backups. */
  public enum Duty {
    /** Nothing: none is configured, or somebody said why the run begins without. */
    NONE,
    /** A backup is there that will do. */
    CHECK,
    /** One is taken. */
    TAKE
  }

  /**
   * What was found.
   *
   * @param refusals why no run may begin
   */
  record Found(Precaution precaution, List<String> refusals) {
    Found {
      refusals = List.copyOf(refusals);
    }

    /** The same for a run that begins although it is refused: it relies on nothing. */
    Found anyway() {
      return refusals.isEmpty()
          ? this
          : new Found(new Precaution(precaution.recovery(), Duty.NONE), refusals);
    }
  }

  /** Asks the provider of the migration; nothing is changed. */
  static Found find(Migration migration, DatabaseUrl url, Clock clock) {
    Path parent = migration.file().toAbsolutePath().getParent();
    Recovery recovery =
        migration.recovery().under(parent == null ? Path.of("").toAbsolutePath() : parent);
    if (recovery.provider().isEmpty() || recovery.location().isEmpty()) {
      // Readiness says so
      return new Found(new Precaution(recovery, Duty.NONE), List.of());
    }
    Provider provider = provider(recovery, url, clock).orElseThrow();
    try (Session live = Session.open(url, "ripcord inspection")) {
      Inspection inspection = provider.inspect(live, clock.instant());
      boolean cured = inspection.age() && recovery.take() != Recovery.Take.NEVER;
      boolean take = cured || recovery.take() == Recovery.Take.ALWAYS;
      return new Found(
          new Precaution(recovery, take ? Duty.TAKE : Duty.CHECK),
          cured ? List.of() : inspection.refusals());
    }
  }

  /** What takes backups; absent if nothing does. */
  static Optional<Provider> provider(Recovery recovery, DatabaseUrl url, Clock clock) {
    return Providers.of(recovery, Site.here(url, clock));
  }
}
