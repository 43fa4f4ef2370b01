package dev.ripcord.validate;

import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the newest backup is asked for. */
public interface Backups {
  /** Nobody configured any. */
  Backups NONE = (live, now) -> Optional.empty();

  /**
   * Asks.
   *
   * @return absent if no provider is configured
   */
  Optional<Looked> look(Session live, Instant now);

  /**
   * What there is.
   *
   * @param provider as the migration file calls it
   * @param relied whether the run had one to rely on; it may have been let begin without
   * @param taken when the newest backup was complete; absent if there is none
   * @param maximumAge that it may have
   * @param facts that were seen, in words
   * @param refusals what is wrong, in words; empty if nothing is
   */
  record Looked(
      String provider,
      boolean relied,
      Optional<Instant> taken,
      Duration maximumAge,
      List<String> facts,
      List<String> refusals) {
    public Looked {
      facts = List.copyOf(facts);
      refusals = List.copyOf(refusals);
    }
  }
}
