package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DataReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.postgres.TestServer;
import dev.ripcord.problem.InputException;
import dev.ripcord.schema.DataFingerprint;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Statements;
import dev.ripcord.wayback.Count;
import dev.ripcord.wayback.Feasibility;
import dev.ripcord.workload.RowOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What every kind of change goes through: plan, rehearse under writers and kills, forward for good,
 * back from the end, and all is as it was at the start.
 */
@ExtendWith(TestDatabase.Extension.class)
class ScenarioTest {
  private static final Pattern KIND = Pattern.compile("(?m)^ *- (\\w+):");

  static final List<Arguments> scenarios = TestServer.each(newest(), Scenario.telling());

  @TempDir private Path directory;

  /** Each kind of change is among the hard ones, too; the examples are for the oldest server. */
  private static List<Scenario> newest() {
    boolean alone = TestServer.ALL.size() == 1 || Boolean.getBoolean("ripcord.everything");
    return alone ? Scenario.all() : Scenario.hard();
  }

  @Test
  @DisabledIfSystemProperty(
      named = "ripcord.scenario",
      matches = ".+",
      disabledReason = "only some are chosen, by name")
  void eachKindOfChangeIsAmongTheHardOnes() {
    assertThat(kinds(Scenario.hard())).containsAll(kinds(Scenario.examples()));
  }

  private static Set<String> kinds(List<Scenario> scenarios) {
    return scenarios.stream()
        .flatMap(each -> KIND.matcher(each.changes()).results())
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @FieldSource("scenarios")
  void isProvenAndComesBackFromTheEnd(Scenario scenario, TestServer server, TestDatabase database) {
    Rehearsing rehearsing = new Rehearsing(directory, database);
    Migration migration = rehearsing.migration(scenario.schema(), scenario.changes());

    if (server.major() < scenario.oldest()) {
      assertThatThrownBy(() -> rehearsing.of(migration, Rehearsing.QUICK))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith("expected PostgreSQL " + scenario.oldest() + " or newer");
      return;
    }
    assertProven(rehearsing.of(migration, Rehearsing.QUICK));

    Plan plan;
    Start start;
    try (Session session = database.open()) {
      Statements.split(scenario.schema()).forEach(each -> session.execute(each.text()));
      Snapshot empty = CatalogReader.snapshot(session);
      FittingRows.generate(
          session, empty, Planner.plan(migration, empty).shapes(), new RowOptions(300, 11));
      plan = Planner.plan(migration, CatalogReader.snapshot(session));
      start = Start.of(session, database, plan.before().tables());
    }
    try (Engine engine = Engine.open(plan, database.url(), Clock.systemUTC(), Observer.NONE)) {
      for (Phase phase : Phase.values()) {
        assertThat(engine.forward(phase)).isEqualTo(new RunOutcome.Completed());
        assertNothingIsInTheWay(plan, engine, database, phase);
      }
      assertThat(engine.complete()).isTrue();
      if (scenario.showsInCatalogue()) {
        assertNothingToDo(migration, database);
      }
      assertThat(engine.back(Phase.PREPARATION)).isEqualTo(new RunOutcome.Completed());
    }
    try (Session session = database.open()) {
      start.assertIs(Start.of(session, database, plan.before().tables()));
    }
  }

  /** Where nobody has done anything, a way back is free after each phase. */
  private static void assertNothingIsInTheWay(
      Plan plan, Engine engine, TestDatabase database, Phase phase) {
    try (Session session = database.open()) {
      Feasibility found =
          Feasibility.of(session, plan.steps(), engine.progress(), Optional.empty());
      assertThat(found.obstacles()).as(phase.word()).isEmpty();
      assertThat(found.findings())
          .as(phase.word())
          .allMatch(each -> each.rows() instanceof Count.Exactly);
    }
  }

  private static void assertNothingToDo(Migration migration, TestDatabase database) {
    try (Session session = database.open()) {
      assertThat(
              Fitting.plan(migration, CatalogReader.snapshot(session), session, Planner::plan)
                  .steps())
          .isEmpty();
    }
  }

  private static void assertProven(Proof proof) {
    assertThat(Rehearsing.differences(proof)).isEmpty();
    assertThat(proof.ledger().lost()).isEmpty();
    assertThat(proof.verdicts()).allMatch(each -> each.verdict() instanceof Proof.Verdict.Proven);
    assertThat(proof.interruptions().verdict()).isEqualTo(new Proof.Verdict.Proven());
    assertThat(proof.proven()).isTrue();
    assertThat(proof.steps()).hasSameSizeAs(proof.plan().steps());
  }

  /**
   * A database as it stands: by the catalogue, by hashes, and, in case these are wrong, as text.
   *
   * @param rows per table, as COPY would print them, in order
   */
  private record Start(
      SchemaFingerprint schema, DataFingerprint data, Map<String, List<String>> rows) {
    static Start of(Session session, TestDatabase database, List<Snapshot.Table> tables) {
      Map<String, List<String>> rows = new TreeMap<>();
      for (Snapshot.Table table : tables) {
        List<String> columns =
            table.columns().stream()
                .map(column -> "t." + column.name().quoted() + "::text")
                .toList();
        String query =
            "SELECT ROW("
                + String.join(", ", columns)
                + ")::text AS line FROM "
                + table.name().quoted()
                + " AS t ORDER BY line";
        rows.put(table.name().quoted(), session.queryPlain(query, row -> row.text("line")));
      }
      return new Start(
          CatalogReader.fingerprint(session),
          DataReader.fingerprint(database.url(), tables, 1),
          rows);
    }

    void assertIs(Start other) {
      assertThat(SchemaDifference.between(schema, other.schema))
          .filteredOn(difference -> !difference.isColumnOrderOnly())
          .extracting(ObjectDifference::toString)
          .isEmpty();
      assertThat(data.differingFrom(other.data)).isEmpty();
      assertThat(other.rows).isEqualTo(rows);
    }
  }
}
