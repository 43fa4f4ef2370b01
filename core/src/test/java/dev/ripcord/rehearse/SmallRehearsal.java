package dev.ripcord.rehearse;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.rehearse.Proof.Difference;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** A whole rehearsal with few rows and few writes, for tests of other packages. */
public final class SmallRehearsal {
  private static final Conduct SMALL = new Conduct(Hazards::plan, 30, 30, 300);

  private SmallRehearsal() {}

  /** On a server that is up. */
  public static Proof of(Migration migration, DatabaseUrl server, int rows, long seed) {
    RehearsalOptions options =
        new RehearsalOptions(Optional.empty(), Optional.of(server), rows, seed, 2, 18);
    return Rehearsal.of(migration, options, SMALL, Clock.systemUTC(), Progress.SILENT);
  }

  /** What differs in all phases and under interruptions. */
  public static List<Difference> differences(Proof proof) {
    return Rehearsing.differences(proof);
  }
}
