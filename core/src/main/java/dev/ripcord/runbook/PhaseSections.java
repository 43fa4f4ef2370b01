package dev.ripcord.runbook;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Step;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.runbook.Runbook.Checkpoint;
import dev.ripcord.runbook.Runbook.RollbackPhase;
import dev.ripcord.runbook.Runbook.RollbackStep;
import dev.ripcord.runbook.RunbookProof.PhaseProof;
import dev.ripcord.runbook.RunbookProof.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The way back, phase by phase, the last phase first. */
final class PhaseSections {
  private final Source source;
  private final RunbookProof proof;
  private final Timings timings;

  PhaseSections(Source source, RunbookProof proof) {
    this.source = source;
    this.proof = proof;
    this.timings = new Timings(source);
  }

  List<RollbackPhase> all() {
    return Arrays.stream(Phase.values())
        .sorted(Comparator.reverseOrder())
        .map(this::phase)
        .toList();
  }

  private RollbackPhase phase(Phase phase) {
    List<Step> forward = source.plan().phase(phase).steps();
    List<Step> back = forward.reversed().stream().filter(PhaseSections::concernsRollback).toList();
    Verdict verdict =
        proof.phases().stream()
            .filter(each -> each.phase() == phase)
            .map(PhaseProof::verdict)
            .findFirst()
            .orElse(Verdict.UNMEASURED);
    return new RollbackPhase(
        phase,
        description(phase, forward, back),
        RollbackRules.urgency(back),
        timings.phase(phase),
        timings.toStart(phase),
        RollbackRules.risk(back, verdict),
        RollbackRules.reversibility(back),
        prerequisites(phase),
        steps(back),
        back.isEmpty() ? nothing(phase, forward) : "",
        Checkpoints.of(source, phase));
  }

  /** A step that has a way back, or that is known to have none. */
  private static boolean concernsRollback(Step step) {
    return !step.back().isEmpty()
        || step.reversibility().level().compareTo(Reversibility.Level.LOSSY) >= 0;
  }

  private static String description(Phase phase, List<Step> forward, List<Step> back) {
    String undone =
        back.isEmpty()
            ? "Nothing of " + phase.word() + " has to be taken back."
            : "Takes back "
                + Words.count(back.size(), "step")
                + " of "
                + phase.word()
                + ", made for: "
                + back.reversed().stream()
                    .map(step -> Words.oneLine(step.origin()))
                    .distinct()
                    .collect(joining("; "))
                + ".";
    List<String> without =
        forward.stream().filter(step -> !concernsRollback(step)).map(Step::id).toList();
    return without.isEmpty() || back.isEmpty()
        ? undone
        : undone + " Nothing to take back for " + String.join(", ", without) + ".";
  }

  private static String nothing(Phase phase, List<Step> forward) {
    return forward.isEmpty()
        ? "the plan has no step in " + phase.word()
        : "nothing that "
            + forward.stream().map(Step::id).collect(joining(", "))
            + (forward.size() == 1 ? " does" : " do")
            + " has to be undone";
  }

  private List<String> prerequisites(Phase phase) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Incident commander assigned and briefed: "
            + source
                .migration()
                .contacts()
                .find("incident_commander")
                .filter(contact -> contact.assigned())
                .flatMap(contact -> contact.name())
                .orElse(Words.UNASSIGNED));
    lines.add("All team members notified of rollback initiation, with the messages at the end");
    lines.add("Monitoring systems confirmed operational: every source of the triggers answers");
    lines.add(
        source.migration().recovery().provider().isPresent()
            ? "Backup systems verified and accessible, the newest backup not older than "
                + Words.duration(source.migration().recovery().maximumAge())
            : "Backup systems verified and accessible: this migration configures none");
    lines.add("Either ripcord or a person rolls back: ripcord is stopped before a script is run");
    Arrays.stream(Phase.values())
        .filter(each -> each.compareTo(phase) > 0)
        .findFirst()
        .ifPresent(
            later ->
                lines.add(
                    "Previous rollback phase completed successfully: ROLLBACK_"
                        + later.name()
                        + ", unless the run never entered "
                        + later.word()));
    return lines;
  }

  private List<RollbackStep> steps(List<Step> back) {
    List<RollbackStep> steps = new ArrayList<>();
    boolean started = false;
    for (Step step : back) {
      String script = script(step);
      if (!started && !script.isEmpty()) {
        script = PsqlScript.PRELUDE + "\n" + script;
        started = true;
      }
      steps.add(step(steps.size() + 1, step, script));
    }
    return steps;
  }

  private RollbackStep step(int number, Step step, String script) {
    return new RollbackStep(
        number,
        step.id(),
        "Undo " + step.id() + ": " + Words.oneLine(step.title()),
        type(step),
        timings.back(step),
        RunbookWriter.locks(source, step, step.backLocks(), StepMeasurement::backLocks),
        RollbackRules.risk(step),
        RollbackRules.reversibility(List.of(step)),
        step.hazards().stream()
            .map(hazard -> hazard.code() + ": " + Words.oneLine(hazard.message()))
            .toList(),
        script,
        step.backSuccess().stream()
            .map(
                criterion ->
                    new Checkpoint(
                        criterion.title(),
                        Optional.of(criterion.query()),
                        Optional.of(criterion.expected())))
            .toList());
  }

  private String script(Step step) {
    Pace pace = source.migration().pace();
    return step.back().stream().map(action -> PsqlScript.of(action, pace)).collect(joining("\n\n"));
  }

  private static String type(Step step) {
    if (step.back().isEmpty()) {
      return "manual";
    }
    return step.back().stream().map(PhaseSections::type).distinct().collect(joining(", "));
  }

  private static String type(Action action) {
    return switch (action) {
      case Action.Transaction transaction -> "sql";
      case Action.ConcurrentIndex index -> "sql";
      case Action.Walk walk -> "backfill";
      case Action.Verify verify -> "check";
      case Action.Manual manual -> "manual";
    };
  }
}
