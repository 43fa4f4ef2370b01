package dev.ripcord.run;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Recovery;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.Backup;
import dev.ripcord.recover.Inspection;
import dev.ripcord.recover.Provider;
import dev.ripcord.validate.Backups;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Asks the provider of a run for its newest backup, as preparation did.
 *
 * @param had whether the run came to have a backup; one that turned round before has none to miss
 */
record NewestBackup(Precaution precaution, boolean had, DatabaseUrl url, Clock clock)
    implements Backups {
  /** Of a run with this journal. */
  static NewestBackup of(RunDocument document, List<Entry> entries, DatabaseUrl url, Clock clock) {
    boolean had = Safeguard.backup(entries).isPresent();
    return new NewestBackup(document.precaution(), had, url, clock);
  }

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
            had,
            inspection.newest().map(Backup::taken),
            recovery.maximumAge(),
            inspection.facts(),
            inspection.refusals()));
  }
}
