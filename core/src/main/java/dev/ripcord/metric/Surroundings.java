package dev.ripcord.metric;

import dev.ripcord.migration.Check;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.secret.Secrets;
import java.time.InstantSource;
import java.util.List;

/**
 * What sources reach for.
 *
 * @param database that is migrated
 * @param secrets for addresses and headers
 * @param checks those of the migration
 * @param clock ours
 */
public record Surroundings(
    DatabaseUrl database, Secrets secrets, List<Check> checks, InstantSource clock) {
  public Surroundings {
    checks = List.copyOf(checks);
  }
}
