package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Recovery;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Plan.PhasePlan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Step;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.schema.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunbookCheckTest {
  private final Plan plan = Fixtures.plan();
  private final Runbook runbook = RunbookWriter.of(Fixtures.proof(plan, Map.of()));

  @Test
  void aRunbookFitsItsOwnPlanAlsoAfterItWasStored() {
    Runbook stored = RunbookJson.read(RunbookJson.of(runbook));

    assertThat(RunbookCheck.check(stored, Fixtures.plan())).isEmpty();
  }

  @Test
  void moreRowsAreNoOtherSchema() {
    assertThat(
            RunbookCheck.check(
                runbook,
                new Plan(
                    plan.migration(), Fixtures.snapshot(5), plan.phases(), List.of(), List.of())))
        .isEmpty();
  }

  @Test
  void stepsThatAreNewGoneAndChangedAreNamed() {
    Step changed =
        Fixtures.step(
            "migrate-01",
            Phase.MIGRATE,
            "Other walk",
            Fixtures.walk(),
            List.of(),
            Reversibility.EXACT);
    Step added =
        Fixtures.step(
            "cleanup-01",
            Phase.CLEANUP,
            "Clean",
            new Action.Manual("Clean", "Clean"),
            List.of(),
            Reversibility.EXACT);
    List<PhasePlan> phases = new ArrayList<>(plan.phases());
    phases.set(2, new PhasePlan(Phase.MIGRATE, List.of(changed)));
    phases.set(3, new PhasePlan(Phase.CONTRACT, List.of()));
    phases.set(4, new PhasePlan(Phase.CLEANUP, List.of(added)));

    assertThat(
            RunbookCheck.check(
                runbook, new Plan(plan.migration(), plan.before(), phases, List.of(), List.of())))
        .containsExactly(
            "step migrate-01 has changed: Other walk",
            "step cleanup-01 is new: Clean",
            "step contract-01 is gone: Write the note");
  }

  @Test
  void anotherOrderOfTheSameStepsIsFound() {
    List<PhasePlan> phases = new ArrayList<>(plan.phases());
    phases.set(1, new PhasePlan(Phase.EXPAND, plan.phase(Phase.EXPAND).steps().reversed()));

    assertThat(
            RunbookCheck.check(
                runbook, new Plan(plan.migration(), plan.before(), phases, List.of(), List.of())))
        .containsExactly("the steps are the same, but stand in another order");
  }

  @Test
  void anotherSchemaAndServerAreFound() {
    Snapshot other =
        new Snapshot(
            150003,
            plan.before().tables(),
            new SchemaFingerprint(
                Map.of(new ObjectId("table", "public.users"), Map.of("columns", "id, email"))));

    assertThat(
            RunbookCheck.check(
                runbook, new Plan(plan.migration(), other, plan.phases(), List.of(), List.of())))
        .containsExactly(
            "the schema of the database has changed since the runbook was written",
            "the runbook was written for PostgreSQL 18, the database is PostgreSQL 15");
  }

  @Test
  void whatTheFileSaysOtherwiseIsFound() {
    Migration other =
        Fixtures.migration(
            "lower-mail",
            List.of("incident_commander is unassigned"),
            Optional.of(Recovery.Provider.PG_DUMP));

    assertThat(RunbookCheck.check(runbook, Fixtures.plan(other, plan.before())))
        .containsExactly(
            "the migration was called lower-email, now it is lower-mail",
            "the contacts in the runbook and in the migration file differ",
            "the data recovery plan in the runbook and in the migration file differ",
            "the communication in the runbook and in the migration file differ",
            "what is not ready in the runbook and in the migration file differ");
  }
}
