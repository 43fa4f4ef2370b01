package dev.ripcord.cli;

import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Contacts;
import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Recovery;
import dev.ripcord.migration.Watch;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A small plan and proofs of it, written by hand. */
final class Samples {
  private static final QualifiedName USERS = QualifiedName.of("public", "users");

  private Samples() {}

  static Plan plan() {
    return plan("add a nickname", Reversibility.EXACT);
  }

  static Plan plan(String name, Reversibility reversibility) {
    List<Plan.PhasePlan> phases =
        Stream.of(Phase.values())
            .map(
                phase ->
                    new Plan.PhasePlan(
                        phase, phase == Phase.EXPAND ? List.of(step(reversibility)) : List.of()))
            .toList();
    return new Plan(
        migration(name),
        new Snapshot(180_006, List.of(), new SchemaFingerprint(Map.of())),
        phases,
        List.of(),
        List.of());
  }

  /** Of a migration that the database has already. */
  static Plan nothing() {
    Plan plan = plan();
    return new Plan(
        plan.migration(),
        plan.before(),
        Stream.of(Phase.values()).map(phase -> new Plan.PhasePlan(phase, List.of())).toList(),
        List.of(),
        List.of());
  }

  private static Migration migration(String name) {
    return new Migration(
        Path.of("migration.yaml"),
        name,
        "",
        Optional.empty(),
        List.of(),
        new Contacts(List.of(), List.of()),
        List.of(),
        List.of(),
        new Recovery(
            Optional.empty(),
            Optional.empty(),
            Duration.ofHours(24),
            Duration.ofDays(7),
            List.of()),
        List.of(),
        List.of(),
        new Aftermath(List.of(), List.of()),
        List.of(),
        Pace.DEFAULT,
        Map.of(Phase.CONTRACT, List.of(new Gate.Approval())),
        List.of(),
        Watch.byDefault(),
        List.of("no backup is configured"));
  }

  private static Step step(Reversibility reversibility) {
    return new Step(
        "expand-01",
        Phase.EXPAND,
        "Add the column nickname to users",
        "add column nickname",
        new Action.Transaction(
            "Add nickname", List.of("ALTER TABLE public.users ADD COLUMN nickname text")),
        List.of(
            new Action.Transaction(
                "Drop nickname", List.of("ALTER TABLE public.users DROP COLUMN nickname"))),
        List.of(new TableLock(USERS, LockMode.ACCESS_EXCLUSIVE)),
        List.of(new TableLock(USERS, LockMode.ACCESS_EXCLUSIVE)),
        List.of(new Hazard("long-lock", "waits for every reader of public.users")),
        Risk.LOW,
        reversibility,
        List.of(new Criterion("the column is there", "SELECT 1", "1")),
        List.of(),
        List.of(),
        List.of());
  }

  static Proof proven() {
    return proof(new Proof.Verdict.Proven());
  }

  static Proof notProven() {
    return proof(
        new Proof.Verdict.NotProven(
            List.of(
                new Proof.Difference(
                    "data",
                    "public.users.email",
                    "1 row differs",
                    List.of("id=7: 'a@example.com' became NULL")))));
  }

  static Proof unmeasured() {
    return proof(new Proof.Verdict.Unmeasured("the scratch server stopped"));
  }

  private static Proof proof(Proof.Verdict expand) {
    List<Proof.PhaseVerdict> verdicts = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      verdicts.add(
          new Proof.PhaseVerdict(
              phase,
              phase == Phase.EXPAND ? expand : new Proof.Verdict.Proven(),
              Duration.ofNanos(12_345_678),
              Duration.ofMillis(250),
              Duration.ofMillis(1)));
    }
    return new Proof(
        plan(),
        "f00d",
        "18.6",
        42,
        Map.of("public.users", 1000L),
        verdicts,
        List.of(
            new Proof.StepMeasurement(
                "expand-01",
                Duration.ofMillis(3),
                Duration.ofMillis(4),
                0,
                0,
                Map.of("public.users", LockMode.ACCESS_EXCLUSIVE),
                Map.of("public.users", LockMode.ACCESS_EXCLUSIVE),
                List.of(),
                Duration.ofMillis(17))),
        new Proof.LedgerResult(12_345, 10_000, 2_345, 6, 3, List.of(), 0),
        new Proof.Interruptions(1, 1, new Proof.Verdict.Proven()),
        Instant.parse("2026-11-22T08:00:00Z"),
        Instant.parse("2026-11-22T08:00:48.5Z"));
  }
}
