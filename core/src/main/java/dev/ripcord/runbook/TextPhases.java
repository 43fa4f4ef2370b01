package dev.ripcord.runbook;

import dev.ripcord.runbook.Runbook.RollbackPhase;
import dev.ripcord.runbook.Runbook.RollbackStep;

/** The rollback phases in the text form. */
final class TextPhases {
  private TextPhases() {}

  static void write(TextLines lines, Runbook runbook) {
    lines.section("ROLLBACK PHASES");
    howTo("its lines, ten blanks less at the start of each")
        .lines()
        .forEach(line -> lines.line(0, line));
    int number = 1;
    for (RollbackPhase phase : runbook.phases()) {
      lines.blank();
      phase(lines, number++, phase);
    }
  }

  /** What somebody does who was woken for this. */
  static String howTo(String how) {
    return """
    With ripcord, from any terminal, DATABASE_URL being the address of the database:
      ripcord status --database "$DATABASE_URL"
      ripcord rollback --database "$DATABASE_URL"
    It takes back what is there, step by step in the order of this list, journals it, and can be
    interrupted and resumed. What follows is what it does.
    Without it: begin with the phase that the run has reached, then take every later one of this list in its
    order, to the last. The journal names the phase and the steps that are through:
      psql -X -d "$DATABASE_URL" -c "SELECT seq, at, kind, unit, detail FROM ripcord.journal ORDER BY seq DESC LIMIT 20"
    A step that is neither DONE nor STARTED there has nothing to undo: leave its script out.
    Stop ripcord, if it is at work; put the Script of each step (HOW)
    into one file per phase; run it with psql -X -d "$DATABASE_URL" -f and the name of that file.
    A script that fails stops at once. Its last transaction or batch is rolled back, what came before
    stays. Remove what is done from the file, and run the rest again.
    """
        .replace("HOW", how);
  }

  private static void phase(TextLines lines, int number, RollbackPhase phase) {
    lines.line(0, number + ". " + phase.name());
    lines.line(3, "Description: " + phase.description());
    lines.line(3, "Urgency: " + phase.urgency());
    lines.line(3, "Duration: " + phase.duration().words());
    lines.line(3, "Duration to the Start: " + phase.toStart().words());
    lines.line(3, "Risk Level: " + phase.risk());
    lines.line(3, "Reversibility: " + phase.reversibility());
    lines.line(3, "Prerequisites:");
    phase.prerequisites().forEach(each -> lines.line(5, "✓ " + each));
    lines.line(3, "Steps:");
    if (phase.steps().isEmpty()) {
      lines.line(5, "Nothing to roll back in this phase: " + phase.nothing());
      lines.blank();
    }
    for (RollbackStep step : phase.steps()) {
      step(lines, step);
      lines.blank();
    }
    lines.line(3, "Validation Checkpoints:");
    phase.checkpoints().forEach(point -> RunbookText.checkpoint(lines, 5, "☐", point));
  }

  private static void step(TextLines lines, RollbackStep step) {
    lines.line(5, step.number() + ". " + step.title());
    lines.line(8, "Duration: " + step.duration().words());
    lines.line(8, "Type: " + step.type());
    lines.line(8, "Risk Level: " + step.risk());
    lines.line(8, "Reversibility: " + step.reversibility());
    lines.line(8, "Locks: " + Words.locks(step.locks()));
    lines.line(8, step.hazards().isEmpty() ? "Hazards: none" : "Hazards:");
    step.hazards().forEach(hazard -> lines.line(10, "- " + hazard));
    if (step.script().isEmpty()) {
      lines.line(8, "Script: none - nothing takes this step back");
    } else {
      lines.line(8, "Script:");
      lines.block(10, step.script());
    }
    if (step.success().isEmpty()) {
      lines.line(8, "Success Criteria: none beyond the validation checkpoints of the phase");
    } else {
      lines.line(8, "Success Criteria:");
      step.success().forEach(point -> RunbookText.checkpoint(lines, 10, "-", point));
    }
  }
}
