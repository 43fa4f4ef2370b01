package dev.ripcord.benchmarks;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Founding;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.execute.Traffic;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Runs a migration with the engine, as far as a phase, and knows how long its walks took. */
final class Performed implements Observer {
  private Duration walks = Duration.ZERO;

  private Performed() {}

  /**
   * @param changes the list below {@code changes:}, indented by two
   */
  static Performed of(DatabaseUrl url, String changes, Phase through) throws IOException {
    return of(url, changes, through, Traffic.NOBODY);
  }

  /**
   * @param traffic to which walks give way
   */
  static Performed of(DatabaseUrl url, String changes, Phase through, Traffic traffic)
      throws IOException {
    Path file = Files.createTempFile("ripcord-benchmark-", ".yaml");
    Plan plan;
    try (Session session = Session.open(url, "benchmark")) {
      Path written = Files.writeString(file, "changes:\n" + changes);
      plan = Planner.plan(MigrationReader.read(written), CatalogReader.snapshot(session));
    } finally {
      Files.delete(file);
    }
    Performed performed = new Performed();
    try (Engine engine =
        Engine.open(plan.course(), url, Clock.systemUTC(), performed, Founding.NOTHING, traffic)) {
      RunOutcome outcome = engine.forward(through);
      if (!(outcome instanceof RunOutcome.Completed)) {
        throw new IllegalStateException("the migration did not run: " + outcome);
      }
    }
    return performed;
  }

  @Override
  public void finished(Unit unit, Measured measured) {
    if (unit.action() instanceof Action.Walk) {
      walks = walks.plus(measured.took());
    }
  }

  /** All walks together, in seconds. */
  double walked() {
    return walks.toNanos() / 1e9;
  }
}
