package dev.ripcord.execute;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The main class of a child JVM that runs the engine until it is killed. */
final class ResumeChild {
  private ResumeChild() {}

  /**
   * @param arguments host, port, user and password of the server; the database, a copy of it as it
   *     was before, the migration, and the direction
   */
  public static void main(String[] arguments) {
    DatabaseUrl url =
        new DatabaseUrl(
            arguments[0],
            Integer.parseInt(arguments[1]),
            arguments[4],
            arguments[2],
            arguments[3],
            Map.of());
    Plan plan;
    try (Session session = Session.open(url.withDatabase(arguments[5]), "child")) {
      plan =
          Planner.plan(
              MigrationReader.read(Path.of(arguments[6])), CatalogReader.snapshot(session));
    }
    try (Engine engine = Engine.open(plan, url, Clock.systemUTC(), Observer.NONE)) {
      System.out.println("ready");
      RunOutcome outcome =
          arguments[7].equals("forward")
              ? engine.forward(Phase.CLEANUP)
              : engine.back(Phase.PREPARATION);
      System.out.println(outcome);
    }
  }
}
