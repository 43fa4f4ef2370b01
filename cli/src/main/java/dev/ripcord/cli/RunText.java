package dev.ripcord.cli;

import dev.ripcord.run.Back;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunResult;
import dev.ripcord.validate.Finding;
import java.util.List;

/** What happens in a run, in words. */
final class RunText {
  private RunText() {}

  static String of(RunEvent event) {
    return switch (event) {
      case RunEvent.StepStarted step ->
          (step.forward() ? "" : "back: ") + step.unit() + " " + step.title() + " …";
      case RunEvent.Batch batch ->
          batch.unit()
              + " "
              + batch.percent()
              + " %"
              + (batch.pass() > 1 ? " of pass " + batch.pass() : "")
              + ", "
              + Words.of(batch.rows())
              + " rows, "
              + Words.of(batch.rowsPerSecond())
              + " rows/s"
              + (batch.held().isEmpty() ? "" : ", slowed: " + batch.held());
      case RunEvent.Looking looking ->
          looking.unit() + " looks through the whole table for rows that are left";
      case RunEvent.Blocked blocked ->
          blocked.unit() + " got no lock, attempt " + blocked.attempt() + ": " + blocked.blockers();
      case RunEvent.StepDone step ->
          (step.forward() ? "done: " : "undone: ")
              + step.unit()
              + " "
              + step.title()
              + " ("
              + Words.of(step.took())
              + (step.rows() > 0 ? ", " + Words.of(step.rows()) + " rows" : "")
              + ")";
      case RunEvent.PhaseDone phase -> phase.phase().word() + " is through";
      case RunEvent.Waiting waiting -> waiting.what();
      case RunEvent.GateOpened gate -> gate.before().word() + " is opened " + gate.how();
      case RunEvent.HookRan hook ->
          "hook " + hook.when() + ": " + hook.name() + ": " + hook.detail();
      case RunEvent.TurnedBack turn -> "rolling back to " + turn.target() + ": " + turn.why();
      case RunEvent.OldShapeServes serves ->
          "the old shape serves again, " + Words.of(serves.since()) + " after the command";
      case RunEvent.ConnectionLost lost ->
          "connection lost, trying again: " + firstLine(lost.message());
      case RunEvent.Judged judged ->
          "trigger "
              + judged.trigger()
              + (judged.shadow() ? " (shadow)" : "")
              + " is "
              + judged.verdict()
              + ": "
              + judged.detail();
      case RunEvent.Alerts alerts -> alerts.what();
      case RunEvent.Checking check -> "check " + check.number() + ": " + check.title() + " …";
      case RunEvent.Checked check -> ValidationText.line(check.finding());
      case RunEvent.Exported exported -> "the journal is in " + exported.file();
      case RunEvent.Note note -> note.text();
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** How it ended, and what can be done now. */
  static String of(RunResult result) {
    return switch (result) {
      case RunResult.Completed completed ->
          completed.notes().isEmpty()
              ? "Complete: all phases are through. It can still be taken back: ripcord rollback"
              : "Nothing to do: " + String.join("; ", completed.notes());
      case RunResult.Reached reached ->
          (reached.already()
                  ? reached.phase().word() + " is through already: nothing was to be done"
                  : "Reached the end of " + reached.phase().word() + ", as asked")
              + ". Go on with ripcord resume, or take it back with ripcord rollback";
      case RunResult.Held held ->
          "Held before "
              + held.before().word()
              + ": "
              + held.what()
              + ". Then go on with ripcord resume";
      case RunResult.Stuck stuck ->
          "Stopped at "
              + stuck.unit()
              + " ("
              + stuck.title()
              + "): "
              + stuck.reason()
              + lines(stuck.details())
              + "\nNothing is half done. Go on with ripcord resume, or take it back with ripcord"
              + " rollback";
      case RunResult.RolledBack back ->
          "Rolled back to "
              + back.to().words()
              + ": "
              + back.why()
              + (back.differences().isEmpty()
                  ? ""
                  : "\nThe schema differs from the start:" + lines(back.differences()))
              + (back.to() instanceof Back.Start
                  ? "\nWhat follows a rollback: ripcord aftermath MIGRATION --database URL"
                  : "");
      case RunResult.Unvalidated it ->
          "Rolled back, but not complete: checks of what it left failed:"
              + lines(
                  it.findings().stream().filter(Finding::failed).map(ValidationText::line).toList())
              + "\nThe run stays in the database. Mend it and go on with ripcord resume, which checks"
              + " again, or accept it with --accept-failed-checks REASON";
      case RunResult.Ended ended ->
          "The way back is given up; the journal of the run is in " + ended.journal();
      case RunResult.Busy busy -> "Nothing done: " + busy.holder();
      case RunResult.Refused refused -> "Refused:" + lines(refused.reasons());
    };
  }

  private static String lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append("\n  ").append(line));
    return text.toString();
  }

  /** Whether the wish was fulfilled. */
  static int status(RunResult result, boolean backWanted) {
    return switch (result) {
      case RunResult.Completed completed -> 0;
      case RunResult.Reached reached -> 0;
      case RunResult.Held held -> dev.ripcord.problem.ProblemCode.STOPPED.exitStatus();
      case RunResult.Stuck stuck -> dev.ripcord.problem.ProblemCode.STOPPED.exitStatus();
      case RunResult.RolledBack back -> backWanted ? 0 : RipcordCommand.NO;
      case RunResult.Unvalidated unvalidated -> RipcordCommand.NO;
      case RunResult.Ended ended -> 0;
      case RunResult.Busy busy -> RipcordCommand.NO;
      case RunResult.Refused refused -> RipcordCommand.NO;
    };
  }
}
