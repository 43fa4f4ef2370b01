package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Timings.StepTiming;
import dev.ripcord.execute.Told;
import dev.ripcord.migration.Phase;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Procedure 3 of the reference: what the run and its rollback took. */
final class TimingReport {
  private static final String UNKNOWN = "not measured";

  private TimingReport() {}

  static Written of(Incident incident) {
    Timings timings = Timings.of(incident);
    Markdown text = new Markdown("Timing and resources of " + incident.run());
    text.paragraph(
        "Measured on the live database, from the entries of the journal. Times are as the journal"
            + " has them, rounded.");
    text.section("The rollback");
    text.item("Asked for at " + Words.of(incident.turned()) + " UTC: " + incident.why());
    text.item("At its end at " + Words.of(incident.over()) + " UTC");
    text.item(Timings.wayBack(incident));
    text.item(
        "Longest that anybody was seen waiting behind a step: "
            + timings.longestStall().map(Words::of).orElse(UNKNOWN));
    text.item(
        "The run went forward for "
            + Words.of(Duration.between(incident.began(), incident.turned()))
            + " before, gates and pauses included");
    text.section("Phases");
    text.head("phase", "forward", "back");
    for (Phase phase : Phase.values()) {
      if (timings.steps().stream().anyMatch(step -> step.phase() == phase)) {
        text.row(
            phase.word(),
            Words.of(timings.total(phase, StepTiming::forward)),
            Words.of(timings.total(phase, StepTiming::back)));
      }
    }
    text.section("Steps");
    text.head(
        "step", "", "took", "rehearsed", "waited for a lock", "held others up", "rows changed");
    for (StepTiming step : timings.steps()) {
      row(text, step, "forward", step.forward(), StepMeasurement::forward);
      row(text, step, "back", step.back(), StepMeasurement::back);
    }
    if (timings.steps().isEmpty()) {
      text.paragraph("No step is measured in the journal.");
    }
    if (timings.steps().stream().noneMatch(step -> step.rehearsed().isPresent())) {
      text.paragraph("Nothing was rehearsed: the run began without a proof.");
    }
    return new Written(text.text(), Timings.wayBack(incident), false);
  }

  private static void row(
      Markdown text,
      StepTiming step,
      String direction,
      Optional<Told> told,
      Function<StepMeasurement, Duration> rehearsed) {
    text.row(
        step.id() + " " + step.title(),
        direction,
        told.map(it -> Words.of(it.took())).orElse(UNKNOWN),
        step.rehearsed().map(rehearsed).map(Words::of).orElse(UNKNOWN),
        told.map(it -> it.waited().isZero() ? "no wait seen" : Words.of(it.waited())).orElse(""),
        told.map(it -> it.stalled().isZero() ? "nobody seen" : Words.of(it.stalled())).orElse(""),
        told.map(it -> Words.of(it.rows())).orElse(""));
  }
}
