package dev.ripcord.cli;

import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;

/** What is said of an event of a rehearsal. */
final class ProgressText {
  private ProgressText() {}

  /** One line, without a full stop. */
  static String of(Progress.Event event) {
    return switch (event) {
      case Progress.Started started ->
          started.steps() == 0
              ? started.what()
              : started.what() + " (" + Words.count(started.steps(), "step") + ")";
      case Progress.RowsGenerated rows ->
          "generating rows of "
              + rows.table()
              + ": "
              + Words.of(rows.done())
              + " of "
              + Words.of(rows.total());
      case Progress.StepStarted step ->
          step.rehearsed().word()
              + ": "
              + way(step.direction())
              + " "
              + step.number()
              + "/"
              + step.of()
              + " "
              + step.stepId()
              + " "
              + step.title();
      case Progress.StepDone step ->
          step.rehearsed().word()
              + ": "
              + step.stepId()
              + " "
              + way(step.direction())
              + " in "
              + Words.of(step.took());
      case Progress.Killed killed ->
          "killed in " + killed.stepId() + " on the way " + way(killed.direction()) + ", resuming";
      case Progress.WritesAcknowledged writes ->
          Words.of(writes.acknowledged()) + " writes acknowledged";
      case Progress.Comparing comparing ->
          comparing.rehearsed().word() + ": comparing schema and data with the start";
      case Progress.PhaseJudged judged ->
          judged.verdict().phase().word() + ": " + verdict(judged.verdict().verdict());
    };
  }

  /** {@code proven}, {@code NOT PROVEN} or {@code UNMEASURED}, with its extent or reason. */
  static String verdict(Proof.Verdict verdict) {
    return switch (verdict) {
      case Proof.Verdict.Proven ignored -> "proven";
      case Proof.Verdict.NotProven not ->
          "NOT PROVEN (" + Words.count(not.differences().size(), "difference") + ")";
      case Proof.Verdict.Unmeasured unmeasured -> "UNMEASURED (" + unmeasured.reason() + ")";
    };
  }

  static String way(Progress.Direction direction) {
    return switch (direction) {
      case FORWARD -> "forward";
      case BACK -> "back";
    };
  }
}
