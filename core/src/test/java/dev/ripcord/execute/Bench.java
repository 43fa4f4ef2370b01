package dev.ripcord.execute;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans, runs and looks, in a few words, for tests that play one case by hand.
 *
 * @param folder where migrations are written down
 */
record Bench(TestDatabase database, Path folder) {
  static final RunOutcome DONE = new RunOutcome.Completed();

  /**
   * @param changes each one item of the list, without its dash
   */
  Plan plan(String... changes) {
    return plan(Pace.DEFAULT, changes);
  }

  /**
   * @param pace of which the patience counts
   */
  Plan plan(Pace pace, String... changes) {
    try {
      Path file = folder.resolve("small.yaml");
      StringBuilder text = new StringBuilder("migration: small\n");
      text.append("pace: {lock_timeout: ").append(pace.lockTimeout().toMillis());
      text.append("ms, lock_attempts: ").append(pace.lockAttempts());
      text.append(", batch_time: ").append(pace.batchTime().toMillis()).append("ms}\n");
      text.append("changes:\n");
      List.of(changes).forEach(change -> text.append("  - ").append(change).append('\n'));
      Files.writeString(file, text);
      try (Session session = database.open()) {
        return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Engine engine(Plan plan) {
    return Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
  }

  void sql(String statements) {
    try (Session session = database.open()) {
      session.execute(statements);
    }
  }

  @Nullable String scalar(String query) {
    try (Session session = database.open()) {
      return session.scalar(query);
    }
  }
}
