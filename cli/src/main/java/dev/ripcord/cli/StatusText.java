package dev.ripcord.cli;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Gate;
import dev.ripcord.run.Request;
import dev.ripcord.run.RunStatus;
import dev.ripcord.run.State;
import java.time.Duration;

/** The status of a run for a person who has no time. */
final class StatusText {
  /** A controller that was not heard of for so long is not well. */
  private static final Duration SILENT = Duration.ofSeconds(10);

  private final Paint paint;

  StatusText(Paint paint) {
    this.paint = paint;
  }

  String of(RunStatus status) {
    StringBuilder text = new StringBuilder();
    text.append(paint.bold(status.run().id())).append('\n');
    Table facts = new Table("  ");
    fact(facts, "migration", status.run().file() + ", begun by " + status.run().who());
    fact(facts, "direction", direction(status));
    fact(facts, "controller", controller(status));
    status.controller().ifPresent(heard -> progress(facts, heard.state(), status));
    for (Request request : status.requests()) {
      fact(
          facts,
          "asked",
          request.kind().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + request.target()
              + " by "
              + request.who().words()
              + " at "
              + request.at()
              + ", not taken yet");
    }
    fact(facts, "rollback now", outlook(status));
    text.append(facts.text()).append('\n');
    Table phases = new Table("  ");
    for (RunStatus.PhaseStatus phase : status.position().phases()) {
      phases.row(
          Table.Cell.of(phase.phase().word()),
          Table.Cell.of(
              phase.steps() == 0 ? "no steps" : phase.done() + " of " + phase.steps() + " steps"),
          Table.Cell.of(
              phase.gates().isEmpty() || phase.done() > 0
                  ? ""
                  : "gate: " + phase.gates().stream().map(Gate::word).collect(joining(", "))));
    }
    return text.append(phases.text()).toString();
  }

  private static void fact(Table facts, String name, String value) {
    facts.row(Table.Cell.of(name), Table.Cell.of(value));
  }

  private String direction(RunStatus status) {
    return switch (status.position().direction()) {
      case FORWARD -> "forward";
      case COMPLETE -> paint.good("complete: all phases are through");
      case BACK ->
          paint.bad(
              status
                  .position()
                  .rollback()
                  .map(it -> "BACK to " + it.to() + ": " + it.why())
                  .orElse("BACK"));
    };
  }

  private String controller(RunStatus status) {
    String holder =
        status
            .holder()
            .map(it -> it.words())
            .orElseGet(() -> paint.warning("nobody; ripcord resume goes on"));
    return status
        .controller()
        .map(
            heard ->
                (status.holder().isPresent() ? heard.who() + ", " : "")
                    + holder
                    + (status.holder().isPresent() && heard.silent().compareTo(SILENT) > 0
                        ? paint.bad(", silent for " + Words.of(heard.silent()))
                        : ""))
        .orElse(holder);
  }

  private static void progress(Table facts, State state, RunStatus status) {
    String when = status.holder().isPresent() ? "doing" : "was doing";
    fact(facts, when, (state.unit() + " " + state.what()).strip());
    State.Walk walk = state.walk();
    if (walk.some()) {
      fact(
          facts,
          "progress",
          walk.percent()
              + " %, "
              + Words.of(walk.rows())
              + " rows, "
              + Words.of(walk.rowsPerSecond())
              + " rows/s"
              + (walk.secondsLeft() < 0
                  ? ""
                  : ", about " + Words.of(Duration.ofSeconds(walk.secondsLeft())) + " left")
              + (walk.held().isEmpty() ? "" : ", slowed: " + walk.held()));
    }
  }

  private static String outlook(RunStatus status) {
    RunStatus.Outlook outlook = status.outlook();
    return Words.count(outlook.steps(), "step")
        + " to take back, "
        + outlook
            .time()
            .map(time -> Words.of(time) + " in the rehearsal")
            .orElse("time not measured: there is no proof");
  }
}
