package dev.ripcord.runbook;

import dev.ripcord.runbook.Runbook.Escalation;
import dev.ripcord.runbook.Runbook.ForwardStep;
import dev.ripcord.runbook.Runbook.Header;
import dev.ripcord.runbook.Runbook.Person;
import dev.ripcord.runbook.Runbook.RollbackTrigger;
import dev.ripcord.runbook.RunbookProof.Difference;
import dev.ripcord.runbook.RunbookProof.Facts;
import java.time.Instant;
import java.util.List;

/** The text form down to the triggers: what is known, who is called, what sets it off. */
final class TextHead {
  private TextHead() {}

  static void write(TextLines lines, Runbook runbook) {
    header(lines, runbook);
    proof(lines, runbook);
    forward(lines, runbook.forward());
    contacts(lines, runbook.people());
    escalation(lines, runbook.people());
    triggers(lines, runbook);
  }

  private static void header(TextLines lines, Runbook runbook) {
    Header header = runbook.header();
    lines.line(0, "=".repeat(80));
    lines.line(0, "ROLLBACK RUNBOOK: " + header.id());
    lines.line(0, "=".repeat(80));
    lines.line(0, "Migration ID: " + header.migrationId());
    lines.line(0, "Created: " + header.created().map(Instant::toString).orElse("never rehearsed"));
    String description = header.description().isBlank() ? "" : " - " + header.description();
    lines.line(0, "Migration: " + header.migration() + description);
    lines.line(0, "File: " + header.file());
    lines.line(0, "Server Version: " + Words.serverVersion(header.serverVersion()));
    if (!runbook.notReady().isEmpty()) {
      lines.section("NOT READY");
      runbook.notReady().forEach(reason -> lines.line(0, "• " + reason));
    }
  }

  private static void proof(TextLines lines, Runbook runbook) {
    RunbookProof proof = runbook.proof();
    lines.section("PROOF");
    lines.line(0, "Verdict: " + Words.verdict(proof.verdict(), String.join("; ", proof.reasons())));
    lines.line(0, "Phases:");
    for (RunbookProof.PhaseProof phase : proof.phases()) {
      String verdict = Words.verdict(phase.verdict(), phase.reason());
      lines.line(2, phase.phase().name() + ": " + verdict);
      differences(lines, phase.differences());
    }
    lines.line(0, "Plan Hash: " + runbook.header().planHash());
    proof.rehearsal().ifPresent(facts -> facts(lines, facts));
  }

  private static void facts(TextLines lines, Facts facts) {
    lines.line(0, "Schema Fingerprint: " + facts.schemaFingerprint());
    lines.line(0, "Rehearsed On: PostgreSQL " + facts.serverVersion());
    lines.line(0, "Rehearsal Took: " + Words.duration(facts.took()));
    lines.line(0, "Seed: " + facts.seed());
    lines.line(0, facts.rows().isEmpty() ? "Rows: none" : "Rows:");
    facts.rows().forEach((table, rows) -> lines.line(2, table + ": " + Words.count(rows)));
    lines.line(0, "Writers: " + Words.ledger(facts.ledger()));
    differences(lines, facts.ledger().lost());
    lines.line(0, "Killed and Resumed: " + Words.kills(facts.kills()));
    differences(lines, facts.kills().differences());
    lines.line(
        0, "Longest Stall: " + facts.longestStall().map(Words::duration).orElse("not measured"));
    lines.line(0, "Rewritten Tables: " + Words.listOrNone(facts.rewritten()));
    if (!facts.notCompared().isEmpty()) {
      lines.line(0, "Rows Not Compared: " + Words.listOrNone(facts.notCompared()));
    }
  }

  private static void differences(TextLines lines, List<Difference> differences) {
    for (Difference difference : differences) {
      lines.line(4, "- " + difference.part() + " " + difference.where() + ": " + difference.what());
      difference.examples().forEach(example -> lines.line(6, "Example: " + example));
    }
  }

  private static void forward(TextLines lines, List<ForwardStep> steps) {
    lines.section("FORWARD PLAN");
    if (steps.isEmpty()) {
      lines.line(0, "The plan has no steps.");
    }
    for (ForwardStep step : steps) {
      lines.line(0, "• " + step.id() + " (" + step.phase().word() + "): " + step.title());
      lines.line(2, "Duration: " + step.duration().words());
      lines.line(2, "Locks: " + Words.locks(step.locks()));
    }
  }

  private static void contacts(TextLines lines, Runbook.People people) {
    lines.section("EMERGENCY CONTACTS");
    boolean first = true;
    for (List<Person> group : List.of(people.roles(), people.others())) {
      for (Person person : group) {
        if (!first) {
          lines.blank();
        }
        first = false;
        lines.line(0, person.title() + ": " + Words.name(person));
        lines.line(2, "Phone: " + person.phone().orElse("none given"));
        lines.line(2, "Email: " + person.email().orElse("none given"));
        lines.line(2, "Backup: " + person.backup().orElse("none given"));
      }
    }
  }

  private static void escalation(TextLines lines, Runbook.People people) {
    lines.section("ESCALATION MATRIX");
    boolean first = true;
    for (Escalation level : people.escalation()) {
      if (!first) {
        lines.blank();
      }
      first = false;
      lines.line(0, level.level() + ":");
      lines.line(2, "Trigger: " + level.trigger());
      lines.line(2, "Response Time: " + Words.minutes(level.responseTime()));
      lines.line(2, "Contacts: " + Words.contacts(level.contacts(), people));
      lines.line(2, "Actions: " + Words.listOrNone(level.actions()));
    }
  }

  private static void triggers(TextLines lines, Runbook runbook) {
    lines.section("AUTOMATIC ROLLBACK TRIGGERS");
    boolean first = true;
    for (RollbackTrigger trigger : runbook.triggers()) {
      if (!first) {
        lines.blank();
      }
      first = false;
      lines.line(0, "• " + trigger.title());
      lines.line(2, "Condition: " + trigger.condition());
      for (String metric : trigger.metrics()) {
        lines.line(2, "Measured: " + metric);
      }
      lines.line(2, "Auto-Execute: " + Words.autoExecute(trigger));
      lines.line(2, "Evaluation Window: " + Words.minutes(trigger.window()));
      lines.line(2, "Contacts: " + Words.contacts(trigger.contacts(), runbook.people()));
      lines.line(
          2,
          "Armed In: "
              + Words.listOrNone(trigger.armedIn().stream().map(phase -> phase.word()).toList()));
    }
    if (first) {
      lines.line(0, "No trigger is configured: nothing rolls back by itself.");
    }
  }
}
