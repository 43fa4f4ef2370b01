package dev.ripcord.wayback;

import static dev.ripcord.wayback.Situation.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.execute.Engine;
import dev.ripcord.execute.Observer;
import dev.ripcord.execute.RunOutcome;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Fate;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.rehearse.Rehearsed;
import dev.ripcord.wayback.Estimate.Basis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said to be in the way of a rollback is in its way, and only that. */
@ExtendWith(TestDatabase.Extension.class)
class FeasibilityTest {
  private static final String RENAME = "rename_column: {table: t, from: a, to: z}";

  @TempDir private Path folder;
  private Situation situation;

  @BeforeEach
  void open(TestDatabase database) {
    situation = new Situation(database, folder);
    situation.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(5), b int);"
            + " INSERT INTO t SELECT n, 'a' || n, n FROM generate_series(1, 20) AS n");
  }

  private static String no(Feasibility found) {
    assertThat(found.verdict()).isInstanceOf(Verdict.No.class);
    return String.join("\n", ((Verdict.No) found.verdict()).reasons());
  }

  @Test
  void beforeARunThereIsNothingToUndo() {
    Plan plan = situation.plan(RENAME);
    situation.sql("CREATE SCHEMA ripcord");
    Feasibility found =
        situation.ask(List.of(plan.steps().getFirst()), Optional.empty(), Duration.ofSeconds(5));
    assertThat(found.verdict()).isEqualTo(new Verdict.Yes());
    assertThat(found.estimate().steps()).isEmpty();
  }

  /** The engine stops there too, cleanly, and goes on when the view is gone. */
  @ParameterizedTest
  @EnumSource(names = {"EXPAND", "CONTRACT", "CLEANUP"})
  void aViewOnANewColumnIsInTheWay(Phase through) {
    Plan plan = situation.plan(RENAME);
    assertThat(situation.forward(plan, through)).isEqualTo(DONE);
    assertThat(situation.ask(plan).verdict()).isEqualTo(new Verdict.Yes());
    situation.sql("CREATE VIEW mine AS SELECT id, z FROM t");

    assertThat(no(situation.ask(plan)))
        .isEqualTo("view mine depends on column z of table t, which the way back drops");
    assertThat(situation.back(plan))
        .isInstanceOf(RunOutcome.Failed.class)
        .asString()
        .contains("view mine depends on column");
    assertThat(no(situation.ask(plan)))
        .as("half-way back")
        .contains("view mine depends on column")
        .doesNotContain("gone");

    situation.sql("DROP VIEW mine");
    assertThat(situation.ask(plan).verdict()).isEqualTo(new Verdict.Yes());
    assertThat(situation.back(plan)).isEqualTo(DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create_enum: {type: mood, values: [x]}    | CREATE TABLE mine (m mood)                        | column m of table mine depends on type mood
          add_unique: {table: t, columns: [b], name: u} | CREATE TABLE mine (b int REFERENCES t (b))    | constraint mine_b_fkey on table mine depends on
          create_table: {table: n, columns: [{column: id, type: int}]} | CREATE VIEW mine AS SELECT * FROM n | view mine depends on table n
          rename_table: {table: t, to: n}           | CREATE VIEW mine AS SELECT * FROM t               | view mine depends on view t
          add_column: {table: t, column: c, type: int} | CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(c) FROM t; END | function f() depends on column c of table t
          """)
  void whatOthersHaveMadeMeanwhileIsNamed(String change, String theirs, String expected) {
    Plan plan = situation.plan(change);
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    assertThat(situation.ask(plan).obstacles()).isEmpty();
    situation.sql(theirs);
    assertThat(no(situation.ask(plan))).contains(expected);
    assertThat(situation.back(plan)).isInstanceOf(RunOutcome.Failed.class);
  }

  @Test
  void whatOthersHaveTakenAwayIsNamed() {
    Plan plan = situation.plan(RENAME);
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    situation.sql("ALTER TABLE t DISABLE TRIGGER \"~ripcord_sync_01\"");
    assertThat(no(situation.ask(plan))).contains("~ripcord_sync_01", "is disabled");
    situation.sql("ALTER TABLE t ENABLE ALWAYS TRIGGER \"~ripcord_sync_01\"");
    situation.sql(
        "DROP TRIGGER \"~ripcord_sync_01\" ON t; ALTER TABLE t DROP COLUMN ripcord_retired_a");
    assertThat(no(situation.ask(plan)))
        .contains("column ripcord_retired_a of public.t is gone")
        .contains("trigger \"~ripcord_sync_01\" of public.t is gone");
    situation.sql("DROP TABLE t");
    assertThat(no(situation.ask(plan))).contains("table public.t is gone");
  }

  @Test
  void whoHoldsALockIsNamed(TestDatabase database) {
    Plan plan = situation.plan(RENAME);
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    try (Session other = Session.open(database.url(), "theirs")) {
      other.execute("BEGIN; SELECT * FROM t");
      assertThat(situation.ask(plan).obstacles()).isEmpty();
      other.execute("LOCK TABLE t IN SHARE MODE");
      assertThat(situation.ask(plan).obstacles())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.kind()).isEqualTo(Obstacle.Kind.BUSY);
                assertThat(found.what())
                    .contains("pid " + other.announcedPid(), "t (ShareLock)", "LOCK TABLE t IN");
              });
      other.execute("ROLLBACK");
    }
    assertThat(situation.ask(plan).obstacles()).isEmpty();
  }

  @Test
  void aRoleThatMayNotIsToldSo(TestDatabase database) {
    Plan plan = situation.plan(RENAME);
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    situation.sql(
        "CREATE ROLE \"watcher of ripcord\"; GRANT SELECT ON t TO \"watcher of ripcord\"");
    try (Session session = database.open()) {
      dev.ripcord.execute.Progress progress =
          dev.ripcord.execute.Progress.of(dev.ripcord.journal.Journal.read(session));
      session.execute("SET ROLE \"watcher of ripcord\"");
      Feasibility found = Feasibility.of(session, plan.steps(), progress, Optional.empty());
      session.execute("RESET ROLE");
      assertThat(no(found))
          .contains("table t is owned by", "watcher of ripcord is no member")
          .contains("may not make the schema ripcord_kept");
    } finally {
      situation.sql("DROP OWNED BY \"watcher of ripcord\"; DROP ROLE \"watcher of ripcord\"");
    }
  }

  @Test
  void aKeyBeyondTheOldTypeIsRefused() {
    situation.sql("DROP TABLE t; CREATE TABLE t (id serial PRIMARY KEY, b int)");
    Plan plan = situation.plan("change_type: {table: t, column: id, type: bigint}");
    assertThat(situation.forward(plan, Phase.CLEANUP)).isEqualTo(DONE);
    assertThat(situation.ask(plan).verdict()).isEqualTo(new Verdict.Yes());
    situation.sql("INSERT INTO t (id) VALUES (3000000000)");
    assertThat(no(situation.ask(plan)))
        .isEqualTo(
            "rows of public.t whose id does not fit integer: 1, refused by type integer: needs a"
                + " person");
    situation.sql("DELETE FROM t; SELECT setval('t_id_seq', 2147483648)");
    assertThat(no(situation.ask(plan)))
        .contains("sequence public.t_id_seq has not gone beyond integer");
    assertThat(situation.back(plan)).isInstanceOf(RunOutcome.Failed.class);
  }

  @Test
  void nullsInWhatWasNotNullAreRefused() {
    situation.sql("ALTER TABLE t ALTER COLUMN b SET NOT NULL");
    Plan plan =
        situation.plan(
            "transform: {table: t, from: [b], to: [{column: z, type: int, up: b}], down: {b: z}}");
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    situation.sql("UPDATE t SET z = NULL WHERE id IN (4, 5)");
    Feasibility found = situation.ask(plan);
    assertThat(no(found))
        .contains("rows of public.t with NULL in b, which was NOT NULL: 2, refused");
    assertThat(found.findings())
        .filteredOn(each -> each.look().fate() instanceof Fate.Refused)
        .singleElement()
        .satisfies(each -> assertThat(each.examples()).containsExactly("id = '4'", "id = '5'"));
    assertThat(situation.back(plan)).isInstanceOf(RunOutcome.Failed.class);
  }

  @Test
  void whatDownMakesFitIsToldFromWhatItDoesNot() {
    situation.sql("ALTER TABLE t ADD CONSTRAINT c CHECK (b < 100)");
    Plan plan = situation.plan("drop_constraint: {table: t, name: c, down: {b: b - 1000}}");
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    situation.sql("UPDATE t SET b = id * 1000 WHERE id IN (1, 2, 3)");
    assertThat(situation.ask(plan).findings())
        .extracting(each -> each.look().fate().getClass().getSimpleName(), Finding::rows)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("MadeFit", new Count.Exactly(1)),
            org.assertj.core.groups.Tuple.tuple("Kept", new Count.Exactly(2)));
    assertThat(situation.back(plan)).isEqualTo(DONE);
    assertThat(situation.scalar("SELECT string_agg(id || '=' || b, ' ') FROM t WHERE id < 4"))
        .isEqualTo("1=0");
  }

  @Test
  void valuesThatSomebodyChangedSinceTheBackfillStay() {
    Plan plan = situation.plan("backfill: {table: t, set: {b: b + 100}}");
    assertThat(situation.forward(plan, Phase.MIGRATE)).isEqualTo(DONE);
    situation.sql("UPDATE t SET b = 7 WHERE id = 2; DELETE FROM t WHERE id = 3");
    Feasibility found = situation.ask(plan);
    assertThat(found.verdict()).isInstanceOf(Verdict.YesBut.class);
    assertThat(found.findings().getFirst().examples())
        .containsExactlyInAnyOrder("id = 2", "id = 3");
  }

  @Test
  void aQuestionThatTakesTooLongIsNotAnswered() {
    situation.sql(
        "CREATE FUNCTION slow(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS"
            + " 'BEGIN PERFORM pg_sleep(0.02); RETURN $1; END'");
    Plan plan =
        situation.plan(
            "transform: {table: t, from: [a], to: [{column: z, type: text, up: slow(a)}],"
                + " down: {a: z}}");
    assertThat(situation.forward(plan, Phase.MIGRATE)).isEqualTo(DONE);
    Feasibility found = situation.ask(plan.steps(), Optional.empty(), Duration.ofMillis(100));
    assertThat(found.findings())
        .singleElement()
        .satisfies(each -> assertThat(each.rows()).isInstanceOf(Count.Unknown.class));
    assertThat(found.verdict()).isInstanceOf(Verdict.YesBut.class);
  }

  /** Killed at each unit of the way back, it answers as before the start, and gets to the end. */
  @Test
  void isAskedInTheMiddleOfAWayBack(TestDatabase database) {
    Plan plan = situation.plan("change_type: {table: t, column: a, type: text}");
    assertThat(situation.forward(plan, Phase.CLEANUP)).isEqualTo(DONE);
    situation.sql("UPDATE t SET a = 'much too long' WHERE id IN (5, 6)");
    int asked = 0;
    RunOutcome outcome;
    do {
      Feasibility found = situation.ask(plan);
      assertThat(found.obstacles()).isEmpty();
      assertThat(found.verdict())
          .as("asked for the " + asked + "th time")
          .isInstanceOfAny(Verdict.YesBut.class, Verdict.Yes.class);
      asked++;
      outcome = oneUnitBack(plan, database);
    } while (!outcome.equals(DONE));
    assertThat(asked).isGreaterThan(6);
    assertThat(situation.scalar("SELECT count(*) FROM ripcord_kept.kept_01_t")).isEqualTo("2");
  }

  private static RunOutcome oneUnitBack(Plan plan, TestDatabase database) {
    int[] units = {0};
    Observer stop =
        new Observer() {
          @Override
          public void starting(Unit unit) {
            if (units[0]++ == 1) {
              throw new IllegalStateException("enough");
            }
          }
        };
    try (Engine engine = Engine.open(plan, database.url(), Clock.systemUTC(), stop)) {
      return engine.back(Phase.PREPARATION);
    } catch (IllegalStateException enough) {
      return new RunOutcome.Refused("not through");
    }
  }

  @Test
  void timesAreProjectedToTheRowsThatThereAre() {
    Plan plan = situation.plan(RENAME);
    assertThat(situation.forward(plan, Phase.CONTRACT)).isEqualTo(DONE);
    assertThat(situation.ask(plan).estimate().basis()).isEqualTo(Basis.NOT_KNOWN);
    situation.sql("ANALYZE t");
    Rehearsed rehearsed =
        new Rehearsed(
            Map.of("public.t", 10L), plan.steps().stream().map(each -> measured(each)).toList());
    Estimate estimate =
        situation.ask(plan.steps(), Optional.of(rehearsed), Duration.ofSeconds(5)).estimate();
    assertThat(estimate.basis()).isEqualTo(Basis.PROJECTED);
    assertThat(estimate.steps())
        .filteredOn(each -> each.basis() == Basis.PROJECTED)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.stepId()).startsWith("expand");
              assertThat(each.duration()).contains(Duration.ofMillis(200));
            });
    assertThat(estimate.total()).contains(Duration.ofMillis(100L * (estimate.steps().size() + 1)));
  }

  private static StepMeasurement measured(Step step) {
    Duration time = Duration.ofMillis(100);
    return new StepMeasurement(
        step.id(), time, time, 0, 0, Map.of(), Map.of(), List.of(), Duration.ZERO);
  }
}
