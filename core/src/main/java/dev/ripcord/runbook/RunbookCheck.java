package dev.ripcord.runbook;

import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.runbook.Runbook.ForwardStep;
import dev.ripcord.runbook.Runbook.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether a runbook still fits its migration and its database. */
public final class RunbookCheck {
  private RunbookCheck() {}

  /**
   * Compares.
   *
   * @param current planned now, from the migration as it is and the database as it is
   * @return what no longer fits, one sentence each; empty when the runbook holds
   */
  public static List<String> check(Runbook runbook, Plan current) {
    List<String> findings = new ArrayList<>();
    Header header = runbook.header();
    if (!header.planHash().equals(current.hash())) {
      findings.addAll(plan(runbook, current));
    }
    if (!header.schemaHash().equals(current.before().fingerprint().hash())) {
      findings.add("the schema of the database has changed since the runbook was written");
    }
    int major = current.before().serverVersion() / 10_000;
    if (major != header.serverVersion() / 10_000) {
      findings.add(
          "the runbook was written for PostgreSQL "
              + header.serverVersion() / 10_000
              + ", the database is PostgreSQL "
              + major);
    }
    findings.addAll(sections(runbook, RunbookWriter.of(current)));
    return List.copyOf(findings);
  }

  private static List<String> plan(Runbook runbook, Plan current) {
    List<String> findings = new ArrayList<>();
    Map<String, ForwardStep> old = new LinkedHashMap<>();
    runbook.forward().forEach(step -> old.put(step.id(), step));
    for (Step step : current.steps()) {
      ForwardStep before = old.remove(step.id());
      if (before == null) {
        findings.add("step " + step.id() + " is new: " + Words.oneLine(step.title()));
      } else if (!before.hash().equals(step.hash())) {
        findings.add("step " + step.id() + " has changed: " + Words.oneLine(step.title()));
      }
    }
    old.values()
        .forEach(
            gone -> findings.add("step " + gone.id() + " is gone: " + Words.oneLine(gone.title())));
    if (!runbook.header().migration().equals(current.migration().name())) {
      findings.add(
          "the migration was called "
              + runbook.header().migration()
              + ", now it is "
              + current.migration().name());
    }
    if (findings.isEmpty()) {
      findings.add("the steps are the same, but stand in another order");
    }
    return findings;
  }

  /** What the runbook copied from the migration file, against the file as it is now. */
  private static List<String> sections(Runbook runbook, Runbook now) {
    List<String> findings = new ArrayList<>();
    compare(findings, "the contacts", runbook.people().roles(), now.people().roles());
    compare(findings, "the further contacts", runbook.people().others(), now.people().others());
    compare(findings, "the escalation", runbook.people().escalation(), now.people().escalation());
    compare(findings, "the triggers", runbook.triggers(), now.triggers());
    compare(
        findings, "the data recovery plan", written(runbook.recovery()), written(now.recovery()));
    compare(findings, "what follows a rollback", runbook.aftermath(), now.aftermath());
    compare(findings, "the communication", runbook.communication(), now.communication());
    compare(findings, "what is not ready", runbook.notReady(), now.notReady());
    return findings;
  }

  /** Without what rehearsals of a recovery found. */
  private static List<Object> written(Runbook.DataRecovery recovery) {
    return List.of(
        recovery.method(),
        recovery.location(),
        recovery.validations().stream()
            .map(
                each ->
                    List.of(
                        each.title(),
                        each.query().orElse(""),
                        // the count of a table is what a rehearsal saw
                        each.title().startsWith(RecoverySection.COUNT)
                            ? ""
                            : each.expected().orElse("")))
            .toList());
  }

  private static void compare(List<String> findings, String what, Object old, Object now) {
    if (!old.equals(now)) {
      findings.add(what + " in the runbook and in the migration file differ");
    }
  }
}
