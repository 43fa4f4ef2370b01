package dev.ripcord.aftermath;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.JsonFields;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Problem;
import dev.ripcord.rehearse.Fitting;
import dev.ripcord.runbook.RunbookCheck;
import dev.ripcord.runbook.RunbookJson;
import dev.ripcord.wayback.Archives;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Procedure 10 of the reference: what must be otherwise before the next attempt, and its commands.
 */
final class NextAttempt {
  private static final String BRIEFLY = "SET lock_timeout = '3s'";

  private final Migration migration;
  private final Incident incident;
  private final DatabaseUrl url;
  private final Rehearsal rehearsal;

  NextAttempt(Migration migration, Incident incident, DatabaseUrl url, Rehearsal rehearsal) {
    this.migration = migration;
    this.incident = incident;
    this.url = url;
    this.rehearsal = rehearsal;
  }

  Written write() {
    Markdown text = new Markdown("The next attempt of " + migration.name());
    text.section("Why the last one was taken back");
    text.item(incident.why() + ", at " + Words.of(incident.turned()) + " UTC");
    new Timeline(incident.ofTheRun())
        .breaches()
        .forEach(breach -> text.item("The trigger " + breach.trigger() + ": " + breach.figures()));
    text.section("What went otherwise than planned");
    text.items(new Facts(migration, incident).journalled(), "Nothing in the journal.");
    List<String> obstacles = new ArrayList<>(migration.readiness());
    List<String> kept = new ArrayList<>();
    Optional<Plan> plan;
    try (Session session = Session.open(url, "ripcord aftermath")) {
      session.execute(BRIEFLY);
      plan = plan(session, obstacles);
      for (Archives.Archive archive : Archives.of(session).kept()) {
        kept.add(
            archive.name().quoted() + ": " + archive.rows().words() + " rows, " + archive.what());
      }
    }
    text.section("What is in the way now");
    text.items(
        obstacles, "Nothing: the migration fits the database as it is, and everything is ready.");
    text.section("Rows that the old shape could not hold");
    text.items(kept, "None: nothing is in ripcord_kept.");
    List<String> proof = plan.map(this::proof).orElse(List.of("It cannot be planned now."));
    text.section("Whether the proof still holds");
    text.items(proof, "It does: the plan and the schema are those that were rehearsed.");
    text.section("Commands");
    text.code(commands());
    String says =
        (obstacles.isEmpty()
                ? "nothing is in the way"
                : Words.count(obstacles.size(), "obstacle") + " in the way")
            + "; "
            + (proof.isEmpty() ? "the proof still holds" : "rehearse again")
            + (kept.isEmpty() ? "" : "; rows are in ripcord_kept");
    return new Written(text.text(), says, true);
  }

  private Optional<Plan> plan(Session session, List<String> obstacles) {
    try {
      Plan plan = Fitting.plan(migration, CatalogReader.snapshot(session), session, Hazards::plan);
      if (plan.nothingToDo()) {
        obstacles.add("Every change of the migration is in the schema already.");
      }
      return Optional.of(plan);
    } catch (InputException e) {
      e.problems().stream().map(Problem::toString).forEach(obstacles::add);
      return Optional.empty();
    }
  }

  /** Why it does not; empty if it does. */
  private List<String> proof(Plan plan) {
    List<String> findings = new ArrayList<>();
    Optional<String> proof = rehearsal.text("proof.json");
    if (proof.isEmpty()) {
      findings.add("There is no proof in " + rehearsal.folder() + ".");
    } else {
      JsonNode root = CanonicalJson.read(proof.get());
      if (!JsonFields.text(root, "planHash").equals(plan.hash())) {
        findings.add("The proof is of another plan.");
      }
      if (!JsonFields.text(root, "schemaFingerprint").equals(plan.before().fingerprint().hash())) {
        findings.add("The proof is for another schema than the database has now.");
      }
    }
    rehearsal
        .text("runbook.json")
        .ifPresent(text -> findings.addAll(RunbookCheck.check(RunbookJson.read(text), plan)));
    return findings;
  }

  private List<String> commands() {
    String file = quoted(migration.file().toString());
    String database = " --database " + quoted(url.toString());
    Path folder = rehearsal.folder();
    return List.of(
        "ripcord plan " + file + database,
        "ripcord rehearse " + file + database + " --out " + quoted(folder.toString()),
        "ripcord runbook "
            + file
            + database
            + " --check "
            + quoted(folder.resolve("runbook.json").toString()),
        "ripcord run "
            + file
            + database
            + " --proof "
            + quoted(folder.resolve("proof.json").toString()));
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:@=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
