package dev.ripcord.cli;

import static java.util.stream.Collectors.joining;

import dev.ripcord.escalate.Alert;
import dev.ripcord.metric.Baseline;
import dev.ripcord.migration.Gate;
import dev.ripcord.run.Request;
import dev.ripcord.run.RunStatus;
import dev.ripcord.run.State;
import dev.ripcord.wayback.Archives;
import dev.ripcord.wayback.Estimate;
import dev.ripcord.wayback.Feasibility;
import dev.ripcord.wayback.Finding;
import dev.ripcord.wayback.Obstacle;
import dev.ripcord.wayback.Verdict;
import java.time.Duration;
import java.util.Locale;

/** The status of a run for a person who has no time. */
final class StatusText {
  /** A controller that was not heard of for so long is not well. */
  private static final Duration SILENT = Duration.ofSeconds(10);

  private final Paint paint;

  StatusText(Paint paint) {
    this.paint = paint;
  }

  String of(RunStatus status) {
    StringBuilder text = new StringBuilder();
    text.append(paint.bold(status.run().id())).append('\n');
    Table facts = new Table("  ");
    fact(facts, "migration", status.run().file() + ", begun by " + status.run().who());
    fact(facts, "direction", direction(status));
    fact(facts, "controller", controller(status));
    status.controller().ifPresent(heard -> progress(facts, heard.state(), status));
    for (Request request : status.requests()) {
      fact(
          facts,
          "asked",
          request.kind().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + request.target()
              + " by "
              + request.who().words()
              + " at "
              + request.at()
              + ", not taken yet");
    }
    fact(facts, "rollback now", verdict(status.outlook().rollback().verdict()));
    fact(facts, "would take", time(status.outlook()));
    text.append(facts.text());
    text.append(LastRungText.of(status.lastRung()));
    watched(text, status);
    findings(text, status.outlook().rollback());
    archives(text, status.outlook());
    text.append('\n');
    Table phases = new Table("  ");
    for (RunStatus.PhaseStatus phase : status.position().phases()) {
      phases.row(
          Table.Cell.of(phase.phase().word()),
          Table.Cell.of(
              phase.steps() == 0 ? "no steps" : phase.done() + " of " + phase.steps() + " steps"),
          Table.Cell.of(
              phase.gates().isEmpty() || phase.done() > 0
                  ? ""
                  : "gate: " + phase.gates().stream().map(Gate::word).collect(joining(", "))));
    }
    return text.append(phases.text()).toString();
  }

  private static void fact(Table facts, String name, String value) {
    facts.row(Table.Cell.of(name), Table.Cell.of(value));
  }

  private String direction(RunStatus status) {
    return switch (status.position().direction()) {
      case FORWARD -> "forward";
      case COMPLETE -> paint.good("complete: all phases are through");
      case BACK ->
          paint.bad(
              status
                  .position()
                  .rollback()
                  .map(it -> "BACK to " + it.to() + ": " + it.why())
                  .orElse("BACK"));
    };
  }

  private String controller(RunStatus status) {
    String holder =
        status
            .holder()
            .map(it -> it.words())
            .orElseGet(
                () ->
                    status.position().direction() == RunStatus.Direction.COMPLETE
                        ? "nobody"
                        : paint.warning("nobody; ripcord resume goes on"));
    return status
        .controller()
        .map(
            heard ->
                (status.holder().isPresent() ? heard.who() + ", " : "")
                    + holder
                    + (status.holder().isPresent() && heard.silent().compareTo(SILENT) > 0
                        ? paint.bad(", silent for " + Words.of(heard.silent()))
                        : ""))
        .orElse(holder);
  }

  private static void progress(Table facts, State state, RunStatus status) {
    String when = status.holder().isPresent() ? "doing" : "was doing";
    if (!state.what().isEmpty()) {
      fact(facts, when, (state.unit() + " " + state.what()).strip());
    }
    State.Walk walk = state.walk();
    if (walk.some()) {
      fact(
          facts,
          "progress",
          walk.percent()
              + " %, "
              + Words.of(walk.rows())
              + " rows, "
              + Words.of(walk.rowsPerSecond())
              + " rows/s"
              + (walk.secondsLeft() < 0
                  ? ""
                  : ", about " + Words.of(Duration.ofSeconds(walk.secondsLeft())) + " left")
              + (walk.held().isEmpty() ? "" : ", slowed: " + walk.held()));
    }
  }

  private void watched(StringBuilder text, RunStatus status) {
    for (Alert alert : status.watched().alerts()) {
      text.append("  ")
          .append(paint.bad("alert " + alert.id() + ", " + alert.level()))
          .append(", ")
          .append(alert.cause().subject())
          .append(": ")
          .append(alert.cause().seen())
          .append(
              alert
                  .acknowledged()
                  .map(by -> "; acknowledged by " + by.by())
                  .orElse("; nobody has acknowledged it: ripcord ack " + alert.id()))
          .append('\n');
    }
    status
        .controller()
        .ifPresent(
            heard ->
                heard
                    .state()
                    .sights()
                    .forEach(
                        sight ->
                            text.append("  trigger ")
                                .append(sight.trigger())
                                .append(sight.shadow() ? " (shadow)" : "")
                                .append(": ")
                                .append(sight(sight))
                                .append('\n')));
    for (Baseline baseline : status.watched().baselines()) {
      text.append("  baseline of ")
          .append(baseline.metric())
          .append(": ")
          .append(String.format(Locale.ROOT, "%.4g", baseline.value()))
          .append(baseline.floored() ? " (its floor), " : ", ")
          .append(Words.count(baseline.samples(), "sample"))
          .append(" over ")
          .append(Words.of(baseline.over()))
          .append('\n');
    }
  }

  private String sight(State.Sight sight) {
    String words = sight.verdict() + (sight.detail().isEmpty() ? "" : ": " + sight.detail());
    return switch (sight.verdict()) {
      case "healthy" -> words;
      case "breached" -> paint.bad(words);
      default -> paint.warning(words);
    };
  }

  private String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Yes yes -> paint.good("yes, exactly");
      case Verdict.YesBut but -> paint.good("yes") + ", with what the old shape cannot hold kept";
      case Verdict.No no -> paint.bad("NO: ") + String.join("; ", no.reasons());
      case Verdict.Unknown unknown ->
          paint.warning("not known: ") + String.join("; ", unknown.reasons());
    };
  }

  private static String time(RunStatus.Outlook outlook) {
    Estimate estimate = outlook.rollback().estimate();
    String steps = Words.count(outlook.steps(), "step") + " to take back";
    return estimate
            .total()
            .map(
                total ->
                    switch (estimate.basis()) {
                      case MEASURED -> Words.of(total) + " (measured)";
                      case PROJECTED -> Words.of(total) + " (projected)";
                      case NOT_KNOWN -> "more than " + Words.of(total) + " (not all is known)";
                    })
            .orElse("not known")
        + ", "
        + steps;
  }

  private static void findings(StringBuilder text, Feasibility rollback) {
    for (Obstacle obstacle : rollback.obstacles()) {
      text.append("  in the way: ").append(obstacle.what()).append('\n');
    }
    for (Finding finding : rollback.findings()) {
      if (!finding.rows().none()) {
        text.append("  ").append(finding.words()).append('\n');
        finding.examples().stream()
            .limit(3)
            .forEach(example -> text.append("    ").append(example).append('\n'));
      }
    }
  }

  private static void archives(StringBuilder text, RunStatus.Outlook outlook) {
    if (!outlook.archives().tables().isEmpty()) {
      text.append('\n');
    }
    for (Archives.Archive archive : outlook.archives().tables()) {
      text.append("  ")
          .append(archive.name())
          .append(": ")
          .append(archive.rows().words())
          .append(" rows, ")
          .append(Words.of((archive.bytes() + 1023) / 1024))
          .append(" kB: ")
          .append(archive.what())
          .append('\n');
    }
    outlook
        .expires()
        .ifPresent(
            at ->
                text.append("  archives may go after ")
                    .append(at)
                    .append(", with ripcord cleanup-archives\n"));
  }
}
