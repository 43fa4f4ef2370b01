package dev.ripcord.wayback;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.Progress;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Rehearsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run by hand, at some point of which it is asked whether it could go back. */
record Situation(TestDatabase database, Path folder) {
  static final RunOutcome DONE = new RunOutcome.Completed();

  /**
   * @param changes each one item of the list, without its dash
   */
  Plan plan(String... changes) {
    try {
      Path file = folder.resolve("small.yaml");
      StringBuilder text = new StringBuilder("migration: small\nchanges:\n");
      List.of(changes).forEach(change -> text.append("  - ").append(change).append('\n'));
      Files.writeString(file, text);
      try (Session session = database.open()) {
        return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RunOutcome forward(Plan plan, Phase through) {
    try (Engine engine = engine(plan)) {
      return engine.forward(through);
    }
  }

  RunOutcome back(Plan plan) {
    try (Engine engine = engine(plan)) {
      return engine.back(Phase.PREPARATION);
    }
  }

  Engine engine(Plan plan) {
    return Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
  }

  Feasibility ask(Plan plan) {
    return ask(plan.steps(), Optional.empty(), Duration.ofSeconds(20));
  }

  Feasibility ask(List<Step> steps, Optional<Rehearsed> rehearsed, Duration limit) {
    try (Session session = database.open()) {
      Progress progress = Progress.of(Journal.read(session));
      return Feasibility.of(session, steps, progress, rehearsed, limit);
    }
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
