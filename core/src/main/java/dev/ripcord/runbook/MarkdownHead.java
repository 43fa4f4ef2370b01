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
import java.util.stream.Stream;

/** The Markdown form down to the triggers. */
final class MarkdownHead {
  private MarkdownHead() {}

  static void write(MarkdownLines lines, Runbook runbook) {
    Header header = runbook.header();
    lines.heading(1, "Rollback runbook " + header.id());
    lines.field("Migration ID", header.migrationId());
    lines.field("Created", header.created().map(Instant::toString).orElse("never rehearsed"));
    lines.field("Migration", header.migration());
    if (!header.description().isBlank()) {
      lines.field("Description", header.description());
    }
    lines.field("File", header.file());
    lines.field("Server version", Words.serverVersion(header.serverVersion()));
    if (!runbook.notReady().isEmpty()) {
      lines.heading(2, "Not ready");
      runbook.notReady().forEach(reason -> lines.item(lines.escaped(reason)));
    }
    proof(lines, runbook);
    forward(lines, runbook.forward());
    people(lines, runbook.people());
    triggers(lines, runbook);
  }

  private static void proof(MarkdownLines lines, Runbook runbook) {
    RunbookProof proof = runbook.proof();
    lines.heading(2, "Proof");
    lines.field("Verdict", Words.verdict(proof.verdict(), String.join("; ", proof.reasons())));
    for (RunbookProof.PhaseProof phase : proof.phases()) {
      lines.field(phase.phase().name(), Words.verdict(phase.verdict(), phase.reason()));
      differences(lines, phase.differences());
    }
    lines.field("Plan hash", runbook.header().planHash());
    proof.rehearsal().ifPresent(facts -> facts(lines, facts));
  }

  private static void facts(MarkdownLines lines, Facts facts) {
    lines.field("Schema fingerprint", facts.schemaFingerprint());
    lines.field("Rehearsed on", "PostgreSQL " + facts.serverVersion());
    lines.field("Rehearsal took", Words.duration(facts.took()));
    lines.field("Seed", Long.toString(facts.seed()));
    facts.rows().forEach((table, rows) -> lines.field("Rows of " + table, Words.count(rows)));
    lines.field("Writers", Words.ledger(facts.ledger()));
    differences(lines, facts.ledger().lost());
    lines.field("Killed and resumed", Words.kills(facts.kills()));
    differences(lines, facts.kills().differences());
    lines.field("Longest stall", facts.longestStall().map(Words::duration).orElse("not measured"));
    lines.field("Rewritten tables", Words.listOrNone(facts.rewritten()));
    if (!facts.notCompared().isEmpty()) {
      lines.field("Rows not compared", Words.listOrNone(facts.notCompared()));
    }
  }

  private static void differences(MarkdownLines lines, List<Difference> differences) {
    for (Difference each : differences) {
      lines.raw("  - " + lines.escaped(each.part() + " " + each.where() + ": " + each.what()));
      each.examples().forEach(example -> lines.raw("    - " + lines.escaped(example)));
    }
  }

  private static void forward(MarkdownLines lines, List<ForwardStep> steps) {
    lines.heading(2, "Forward plan");
    lines.raw("| step | phase | what | duration | locks |");
    lines.raw("|---|---|---|---|---|");
    for (ForwardStep step : steps) {
      row(
          lines,
          step.id(),
          step.phase().word(),
          step.title(),
          step.duration().words(),
          Words.locks(step.locks()));
    }
  }

  private static void people(MarkdownLines lines, Runbook.People people) {
    lines.heading(2, "Emergency contacts");
    lines.raw("| role | name | phone | email | backup |");
    lines.raw("|---|---|---|---|---|");
    Stream.concat(people.roles().stream(), people.others().stream())
        .forEach(person -> person(lines, person));
    lines.heading(2, "Escalation matrix");
    lines.raw("| level | trigger | response time | contacts | actions |");
    lines.raw("|---|---|---|---|---|");
    for (Escalation level : people.escalation()) {
      row(
          lines,
          level.level(),
          level.trigger(),
          Words.minutes(level.responseTime()),
          Words.contacts(level.contacts(), people),
          Words.listOrNone(level.actions()));
    }
  }

  private static void person(MarkdownLines lines, Person person) {
    row(
        lines,
        person.title(),
        Words.name(person),
        person.phone().orElse("none given"),
        person.email().orElse("none given"),
        person.backup().orElse("none given"));
  }

  private static void triggers(MarkdownLines lines, Runbook runbook) {
    lines.heading(2, "Automatic rollback triggers");
    lines.raw("| trigger | condition | measured | auto-execute | window | contacts |");
    lines.raw("|---|---|---|---|---|---|");
    for (RollbackTrigger trigger : runbook.triggers()) {
      row(
          lines,
          trigger.title(),
          trigger.condition(),
          String.join("; ", trigger.metrics()),
          Words.autoExecute(trigger),
          Words.minutes(trigger.window()),
          Words.contacts(trigger.contacts(), runbook.people()));
    }
  }

  private static void row(MarkdownLines lines, String... cells) {
    lines.raw(
        Stream.of(cells)
            .map(lines::escaped)
            .collect(java.util.stream.Collectors.joining(" | ", "| ", " |")));
  }
}
