package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Timeline.Alerted;
import dev.ripcord.aftermath.Timeline.Breach;
import dev.ripcord.migration.Migration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Procedures 4, 5, 12 and 14 of the reference: the draft of the post-mortem. It holds what the
 * journal knows; where a person must write, it says who writes what.
 */
final class PostMortem {
  private final Migration migration;
  private final Incident incident;
  private final List<Task> tasks;
  private final Timeline timeline;
  private final Facts facts;

  PostMortem(Migration migration, Incident incident, List<Task> tasks) {
    this.migration = migration;
    this.incident = incident;
    this.tasks = List.copyOf(tasks);
    this.timeline = new Timeline(incident.entries());
    this.facts = new Facts(migration, incident);
  }

  Written write() {
    Markdown text = new Markdown("Post-mortem: the rollback of " + migration.name());
    text.paragraph(
        "A draft from the journal of the run " + incident.run() + ". All times are in UTC.");
    summary(text);
    timeline(text);
    impact(text);
    text.section("What went well");
    text.items(well(), "Nothing that the journal could tell.");
    text.section("What went wrong");
    text.items(wrong(), "Nothing in the journal beside what the rollback was for.");
    alerts(text);
    validations(text);
    people(text);
    actions(text);
    return new Written(
        text.text(),
        Words.count(timeline.events().size(), "event")
            + " in the timeline; cause and lessons are for people to write",
        true);
  }

  private void summary(Markdown text) {
    text.section("Summary");
    text.item("Migration: " + migration.name());
    text.item("Begun at " + Words.of(incident.began()) + ", " + facts.opening());
    text.item("Rollback asked for at " + Words.of(incident.turned()) + " by " + incident.why());
    text.item("At the start again at " + Words.of(incident.over()));
    text.item("Duration: " + Timings.wayBack(incident));
    text.item("Schema: " + facts.schema());
  }

  private void timeline(Markdown text) {
    text.section("Timeline");
    text.head("when", "what", "where", "who and how");
    for (Timeline.Event event : timeline.events()) {
      text.row(Words.of(event.at()), event.kind(), event.unit(), event.words());
    }
  }

  private void impact(Markdown text) {
    text.section("Impact");
    for (Breach breach : timeline.breaches()) {
      text.item(
          "The trigger "
              + breach.trigger()
              + " was breached from "
              + Words.of(breach.from())
              + breach.until().map(at -> " to " + Words.of(at)).orElse(", and no end is journalled")
              + ": "
              + breach.figures());
    }
    if (timeline.breaches().isEmpty()) {
      text.item("No breach of a trigger is in the journal.");
    }
    Timings timings = Timings.of(incident);
    text.item(
        timings
            .longestStall()
            .map(
                stall ->
                    stall.isZero()
                        ? "Nobody was seen waiting behind a step of the migration."
                        : "The longest that anybody was seen waiting behind a step: "
                            + Words.of(stall)
                            + ".")
            .orElse("Who waited behind the migration was not measured."));
    text.item("Rows changed by walks, forward and back: " + Words.of(timings.rows()) + ".");
  }

  private List<String> well() {
    List<String> well = new ArrayList<>();
    if (facts.opening().contains("proven by")) {
      well.add("The way back had been rehearsed: begun " + facts.opening() + ".");
    }
    if (incident.end().isPresent() && incident.acceptedDifferences().isEmpty()) {
      well.add(facts.schema());
    }
    if (Timings.of(incident).slowerThanRehearsed().isEmpty()
        && Timings.of(incident).steps().stream().anyMatch(step -> step.rehearsed().isPresent())) {
      well.add("No step of the way back took twice as long as rehearsed, and a second more.");
    }
    List<Alerted> answered =
        timeline.alerts().stream().filter(alert -> alert.answered().isPresent()).toList();
    answered.forEach(
        alert -> well.add("Acknowledged: " + alert.id() + " by " + alert.answered().orElseThrow()));
    return well;
  }

  private List<String> wrong() {
    List<String> wrong = new ArrayList<>(facts.journalled());
    for (Alerted alert : timeline.alerts()) {
      if (alert.answered().isEmpty()) {
        wrong.add("Nobody acknowledged " + alert.what());
      }
    }
    Checks.of(incident.entries()).items().stream()
        .filter(item -> item.verdict().equals("failed"))
        .forEach(item -> wrong.add("The check " + item.title() + " failed: " + item.why()));
    return wrong;
  }

  private void alerts(Markdown text) {
    text.section("Alerts");
    if (timeline.alerts().isEmpty()) {
      text.item("Nobody was called.");
      return;
    }
    text.head("alert", "raised", "what", "acknowledged", "over");
    for (Alerted alert : timeline.alerts()) {
      text.row(
          alert.id(),
          Words.of(alert.raised()),
          alert.what(),
          alert.answered().orElse("by nobody"),
          alert
              .over()
              .map(at -> Words.of(at) + ", after " + Words.of(Duration.between(alert.raised(), at)))
              .orElse("not in the journal"));
    }
  }

  private void validations(Markdown text) {
    Checks checks = Checks.of(incident.entries());
    text.section("Validations");
    text.item(checks.words());
    if (!checks.items().isEmpty()) {
      text.head("check", "verdict", "why", "signed off");
      for (Checks.Item item : checks.items()) {
        text.row(
            item.number() + " " + item.title(),
            item.verdict(),
            item.why(),
            item.signed().orElse(""));
      }
    }
  }

  private void people(Markdown text) {
    text.section("Cause");
    text.item(
        "The journal knows the reason that was given: "
            + incident.why()
            + ". "
            + author(Procedure.LESSONS)
            + " writes here what caused it.");
    text.section("Lessons learned");
    text.item(
        author(Procedure.LESSONS)
            + " writes here what is done otherwise from now on, in the light of the figures above.");
    text.section("Meeting");
    text.item(author(Procedure.MEETING) + " writes here when it is, and who was there.");
    text.section("Disaster recovery");
    facts.about(Procedure.RECOVERY).forEach(text::item);
    text.item(
        author(Procedure.RECOVERY)
            + " writes here whether the recovery procedures change, and how.");
    text.section("Documentation");
    text.item(
        author(Procedure.DOCUMENTATION)
            + " writes here which documents were changed; the timings are in "
            + Report.TIMING.file()
            + ".");
  }

  private String author(Procedure procedure) {
    return tasks.stream()
        .filter(task -> task.text().equals(procedure.text()))
        .findFirst()
        .map(
            task ->
                switch (task.state()) {
                  case State.Assigned it -> it.who();
                  case State.Done it -> it.by();
                  case State.UnderWay it -> "Whoever takes procedure " + task.number();
                  case State.Unassigned it ->
                      "Whoever takes procedure "
                          + task.number()
                          + " (unassigned: "
                          + it.why()
                          + ")";
                })
        .orElse("Whoever is asked to");
  }

  private void actions(Markdown text) {
    text.section("Action items");
    text.head("procedure", "state", "who", "due");
    for (Task task : tasks) {
      String name = task.number() + " " + task.text();
      switch (task.state()) {
        case State.Done it ->
            text.row(name, "done at " + Words.of(it.at()) + ": " + it.evidence(), it.by(), "");
        case State.UnderWay it -> text.row(name, it.missing(), Marks.RIPCORD, it.due().toString());
        case State.Assigned it -> text.row(name, "open", it.who(), it.due().toString());
        case State.Unassigned it ->
            text.row(name, "open", "unassigned: " + it.why(), it.due().toString());
      }
    }
  }
}
