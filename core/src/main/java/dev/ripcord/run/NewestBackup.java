package dev.ripcord.run;

import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.Backup;
import dev.ripcord.recover.Inspection;
import dev.ripcord.recover.Provider;
import dev.ripcord.validate.Backups;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Asks the provider of a run for its newest backup, as preparation did. */
record NewestBackup(Precaution precaution, DatabaseUrl url, Clock clock) implements Backups {
  @Override
  public Optional<Looked> look(Session live, Instant now) {
    Recovery recovery = precaution.recovery();
    if (recovery.provider().isEmpty() || recovery.location().isEmpty()) {
      return Optional.empty();
    }
    Provider provider = Precaution.provider(recovery, url, clock).orElseThrow();
    Inspection inspection = provider.inspect(live, now);
    return Optional.of(
        new Looked(
            provider.name(),
            precaution.duty() != Precaution.Duty.NONE,
            inspection.newest().map(Backup::taken),
            recovery.maximumAge(),
            inspection.facts(),
            inspection.refusals()));
  }
}
