package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Recovery;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Plan.PhasePlan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.Verdict;
import dev.ripcord.runbook.Runbook.Basis;
import dev.ripcord.runbook.Runbook.RollbackPhase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunbookWriterTest {
  private static final Snapshot LARGE = Fixtures.snapshot(2_000_000);

  private static Plan migrating(Step step, Snapshot before) {
    List<PhasePlan> phases = new ArrayList<>(Fixtures.plan().phases());
    phases.set(2, new PhasePlan(Phase.MIGRATE, List.of(step)));
    return new Plan(
        Fixtures.migration("lower-email", List.of(), Optional.of(Recovery.Provider.PG_DUMP)),
        before,
        phases,
        List.of(),
        List.of());
  }

  private static RollbackPhase migrate(Action back, Reversibility how, Snapshot before) {
    Step step = Fixtures.step("migrate-01", Phase.MIGRATE, "Step", back, List.of(back), how);
    return migrate(Fixtures.proof(migrating(step, before), Map.of()));
  }

  private static RollbackPhase migrate(Proof proof) {
    return RunbookWriter.of(proof).phases().get(2);
  }

  private static Proof with(Proof proof, Proof.LedgerResult ledger, Verdict interruptions) {
    return new Proof(
        proof.plan(),
        proof.schemaFingerprint(),
        proof.serverVersion(),
        proof.seed(),
        proof.rows(),
        proof.verdicts(),
        proof.steps(),
        ledger,
        new Proof.Interruptions(1, 1, interruptions),
        proof.started(),
        proof.finished());
  }

  @Test
  void urgencyIsThePriceOfWaiting() {
    Reversibility lossy = new Reversibility(Reversibility.Level.LOSSY, "something");
    Action catalogue = new Action.Transaction("Rename", List.of("SELECT 1"));

    assertThat(migrate(catalogue, Reversibility.EXACT, LARGE).urgency()).isEqualTo(Risk.MEDIUM);
    assertThat(migrate(Fixtures.walk(), Reversibility.EXACT, LARGE).urgency()).isEqualTo(Risk.HIGH);
    assertThat(migrate(catalogue, lossy, LARGE).urgency()).isEqualTo(Risk.CRITICAL);
    assertThat(migrate(catalogue, lossy, LARGE).risk()).isEqualTo(Risk.HIGH);
  }

  @Test
  void whatIsNotProvenIsRisky() {
    Proof proof =
        Fixtures.proof(Fixtures.plan(), Map.of(Phase.MIGRATE, new Verdict.Unmeasured("no server")));

    assertThat(migrate(Fixtures.proven()).risk()).isEqualTo(Risk.LOW);
    assertThat(migrate(proof).risk()).isEqualTo(Risk.HIGH);
    assertThat(migrate(proof).duration().words()).isEqualTo("not measured (no server)");
  }

  @Test
  void anIrreversibleStepStandsInTheRunbookWithoutAScript() {
    Step step =
        Fixtures.step(
            "migrate-01",
            Phase.MIGRATE,
            "Raw",
            new Action.Transaction("Raw", List.of("SELECT 1")),
            List.of(),
            new Reversibility(Reversibility.Level.IRREVERSIBLE, "the raw statements"));
    Runbook runbook = RunbookWriter.of(Fixtures.proof(migrating(step, LARGE), Map.of()));
    RollbackPhase phase = runbook.phases().get(2);

    assertThat(phase.risk()).isEqualTo(Risk.CRITICAL);
    assertThat(phase.urgency()).isEqualTo(Risk.CRITICAL);
    assertThat(phase.reversibility()).isEqualTo("irreversible: the raw statements");
    assertThat(phase.steps()).hasSize(1);
    assertThat(RunbookText.of(runbook)).contains("Script: none - nothing takes this step back");
    assertThat(RunbookText.scripts(RunbookText.of(runbook))).doesNotContainKey(Phase.MIGRATE);
  }

  @Test
  void aWalkIsProjectedOnlyWhereTheDatabaseHasMoreRows() {
    RollbackPhase more = migrate(Fixtures.walk(), Reversibility.EXACT, LARGE);
    RollbackPhase fewer = migrate(Fixtures.walk(), Reversibility.EXACT, Fixtures.snapshot(50));

    assertThat(more.steps().getFirst().duration().basis()).isEqualTo(Basis.PROJECTED);
    assertThat(more.duration().duration()).contains(Duration.ofMillis(120_000 + 1250 - 1200));
    assertThat(fewer.steps().getFirst().duration().words())
        .isEqualTo("1.2 s (measured on 20,000 rows of public.users)");
    assertThat(fewer.duration().words()).isEqualTo("1.2 s (measured in the rehearsal)");
  }

  @Test
  void whatChangesOnlyTheCatalogueIsNeverProjected() {
    Action catalogue = new Action.Transaction("Rename", List.of("ALTER TABLE users RENAME a TO b"));
    Action validation =
        new Action.Transaction("Validate", List.of("ALTER TABLE users VALIDATE CONSTRAINT c"));

    assertThat(migrate(catalogue, Reversibility.EXACT, LARGE).duration().basis())
        .isEqualTo(Basis.MEASURED);
    assertThat(migrate(validation, Reversibility.EXACT, LARGE).duration().basis())
        .isEqualTo(Basis.PROJECTED);
  }

  @Test
  void aWalkOverATableThatNobodyCountedSaysSo() {
    Step step =
        new Step(
            "migrate-01",
            Phase.MIGRATE,
            "Archive",
            "ripcord",
            new Action.Manual("Nothing", "Nothing"),
            List.of(new Action.Walk("Archive", QualifiedName.of("ripcord", "kept"), "DELETE")),
            List.of(),
            List.of(),
            List.of(),
            Risk.LOW,
            Reversibility.EXACT,
            List.of(),
            List.of(),
            List.of(),
            List.of());

    assertThat(
            migrate(Fixtures.proof(migrating(step, LARGE), Map.of()))
                .steps()
                .getFirst()
                .duration()
                .words())
        .isEqualTo("1.2 s (measured on tables whose rows were not counted)");
  }

  @Test
  void phasesAloneDoNotMakeAProof() {
    Proof proven = Fixtures.proven();
    Difference lost = new Difference("ledger", "public.users", "row 7 is gone", List.of("7"));
    RunbookProof proof =
        RunbookWriter.of(
                with(
                    proven,
                    new Proof.LedgerResult(0, 0, 0, 0, 0, List.of(lost), 0),
                    new Verdict.Unmeasured("not tried")))
            .proof();

    assertThat(proof.verdict()).isEqualTo(RunbookProof.Verdict.NOT_PROVEN);
    assertThat(proof.reasons())
        .containsExactly(
            "that it survives being killed is not proven",
            "acknowledged writes were lost",
            "no write was acknowledged, so nothing is known about writes");
    assertThat(RunbookWriter.of(proven).proof().reasons()).isEmpty();
  }

  @Test
  void everyMeasurementCountsInTheId() {
    Proof proven = Fixtures.proven();
    Proof other =
        with(
            proven,
            new Proof.LedgerResult(1235, 700, 535, 12, 3, List.of(), 0),
            new Verdict.Proven());

    assertThat(RunbookWriter.of(other).header().id())
        .isNotEqualTo(RunbookWriter.of(proven).header().id());
    assertThat(RunbookWriter.of(other).header().migrationId())
        .isEqualTo(RunbookWriter.of(proven).header().migrationId());
  }
}
