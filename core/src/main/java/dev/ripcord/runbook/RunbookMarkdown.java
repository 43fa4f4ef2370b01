package dev.ripcord.runbook;

import dev.ripcord.runbook.Runbook.Checkpoint;
import dev.ripcord.runbook.Runbook.Communication;
import dev.ripcord.runbook.Runbook.DataRecovery;
import dev.ripcord.runbook.Runbook.RollbackPhase;
import dev.ripcord.runbook.Runbook.RollbackStep;
import java.util.List;

/** The Markdown form (CommonMark with tables and task lists), for wikis and repositories. */
public final class RunbookMarkdown {
  private RunbookMarkdown() {}

  /** The runbook as Markdown; the same runbook is the same text. */
  public static String of(Runbook runbook) {
    MarkdownLines lines = new MarkdownLines();
    MarkdownHead.write(lines, runbook);
    lines.heading(2, "Rollback phases");
    lines.paragraph(TextPhases.howTo("the lines of the block"));
    int number = 1;
    for (RollbackPhase phase : runbook.phases()) {
      phase(lines, number++, phase);
    }
    recovery(lines, runbook.recovery());
    lines.heading(2, "Post-rollback validation checklist");
    runbook.aftermath().validations().forEach(each -> lines.item("[ ] " + lines.escaped(each)));
    lines.heading(2, "Post-rollback procedures");
    int procedure = 1;
    for (String each : runbook.aftermath().procedures()) {
      lines.raw(procedure++ + ". " + lines.escaped(each));
    }
    lines.heading(2, "Communication");
    runbook.communication().forEach(message -> message(lines, message));
    return lines.toString();
  }

  private static void phase(MarkdownLines lines, int number, RollbackPhase phase) {
    lines.heading(3, number + ". " + phase.name());
    lines.paragraph(phase.description());
    lines.field("Urgency", phase.urgency().name());
    lines.field("Duration", phase.duration().words());
    lines.field("Duration to the start", phase.toStart().words());
    lines.field("Risk level", phase.risk().name());
    lines.field("Reversibility", phase.reversibility());
    lines.heading(4, "Prerequisites");
    phase.prerequisites().forEach(each -> lines.item("[ ] " + lines.escaped(each)));
    lines.heading(4, "Steps");
    if (phase.steps().isEmpty()) {
      lines.paragraph("Nothing to roll back in this phase: " + phase.nothing());
    }
    phase.steps().forEach(step -> step(lines, step));
    lines.heading(4, "Validation checkpoints");
    checkpoints(lines, phase.checkpoints());
  }

  private static void step(MarkdownLines lines, RollbackStep step) {
    lines.heading(5, step.number() + ". " + step.title());
    lines.field("Duration", step.duration().words());
    lines.field("Type", step.type());
    lines.field("Risk level", step.risk().name());
    lines.field("Reversibility", step.reversibility());
    lines.field("Locks", Words.locks(step.locks()));
    lines.field("Hazards", Words.listOrNone(step.hazards()));
    if (step.script().isEmpty()) {
      lines.field("Script", "none - nothing takes this step back");
    } else {
      lines.fence("sql", step.script());
    }
    if (!step.success().isEmpty()) {
      lines.paragraph("Success criteria:");
      checkpoints(lines, step.success());
    }
  }

  private static void recovery(MarkdownLines lines, DataRecovery recovery) {
    lines.heading(2, "Data recovery plan");
    lines.field("Recovery method", recovery.method());
    lines.field("Backup location", recovery.location());
    lines.field("Estimated recovery time", RunbookText.time(recovery.duration()));
    recovery.scripts().forEach(script -> lines.item(lines.escaped(script)));
    lines.heading(3, "Validation queries");
    checkpoints(lines, recovery.validations());
  }

  private static void checkpoints(MarkdownLines lines, List<Checkpoint> points) {
    for (Checkpoint point : points) {
      lines.item("[ ] " + lines.escaped(point.title()));
      point
          .expected()
          .ifPresent(expected -> lines.raw("  Expected: " + MarkdownLines.code(expected)));
      point.query().ifPresent(query -> lines.nestedFence("sql", Words.query(query)));
    }
  }

  private static void message(MarkdownLines lines, Communication message) {
    String channel = message.channel().isEmpty() ? "no channel" : message.channel();
    lines.heading(3, message.moment() + ", " + message.audience() + " (" + channel + ")");
    lines.fence("text", message.text().strip());
    message.instructions().forEach(lines::paragraph);
  }
}
