package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Statements;
import dev.ripcord.wayback.Count;
import dev.ripcord.wayback.Feasibility;
import dev.ripcord.workload.RowOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Where nobody has done anything, nothing is in the way: each kind of change, after each phase. */
@ExtendWith(TestDatabase.Extension.class)
class WayBackScenarioTest {
  static final List<Scenario> scenarios = Scenario.all();

  @TempDir private Path directory;

  @ParameterizedTest
  @FieldSource("scenarios")
  void nothingIsInTheWay(Scenario scenario, TestDatabase database) {
    Plan plan;
    try (Session session = database.open()) {
      Statements.split(scenario.schema()).forEach(each -> session.execute(each.text()));
      Migration migration =
          new Rehearsing(directory, database).migration(scenario.schema(), scenario.changes());
      Snapshot empty = CatalogReader.snapshot(session);
      FittingRows.generate(
          session, empty, Planner.plan(migration, empty).shapes(), new RowOptions(50, 11));
      plan = Planner.plan(migration, CatalogReader.snapshot(session));
    }
    try (Engine engine = Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE);
        Session session = database.open()) {
      for (Phase phase : Phase.values()) {
        assertThat(engine.forward(phase)).isEqualTo(new RunOutcome.Completed());
        Feasibility found =
            Feasibility.of(
                session,
                plan.steps(),
                dev.ripcord.execute.Progress.of(engine.journal()),
                Optional.empty());
        assertThat(found.obstacles()).as(phase.word()).isEmpty();
        assertThat(found.findings())
            .as(phase.word())
            .allMatch(each -> each.rows() instanceof Count.Exactly);
      }
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(new RunOutcome.Completed());
    }
  }
}
