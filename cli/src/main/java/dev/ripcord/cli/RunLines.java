package dev.ripcord.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.run.RunEvent;
import dev.ripcord.validate.ValidationJson;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The events of a run as lines: plain with a stamp, or JSON. */
final class RunLines implements RunEvent.Listener {
  private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(2);

  private final Terminal terminal;
  private final boolean json;
  private final long began = System.nanoTime();

  @GuardedBy("this")
  private long lastBatch = began;

  /** The walk of which the last batch was told. */
  @GuardedBy("this")
  private String told = "";

  RunLines(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  @Override
  public synchronized void event(RunEvent event) {
    long now = System.nanoTime();
    if (event instanceof RunEvent.Batch batch) {
      if (now - lastBatch < BETWEEN_BATCHES.toNanos()) {
        return;
      }
      lastBatch = now;
      told = batch.unit();
    }
    if (event instanceof RunEvent.Looking looking && !looking.unit().equals(told) && !json) {
      // so short a walk needs no word
      return;
    }
    if (event instanceof RunEvent.StepStarted && !json) {
      // its end says the same, with the time that it took
      return;
    }
    if (event instanceof RunEvent.Checked checked
        && !json
        && !checked.finding().failed()
        && !checked.finding().open()) {
      return;
    }
    double seconds = (now - began) / 1e9;
    terminal.say(
        json
            ? line(event, seconds)
            : String.format(Locale.ROOT, "[%6.1f s] %s", seconds, RunText.of(event)));
  }

  private static String line(RunEvent event, double seconds) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seconds", Math.round(seconds * 1000) / 1000.0);
    switch (event) {
      case RunEvent.StepStarted step ->
          name(node, "step-started")
              .put("unit", step.unit())
              .put("title", step.title())
              .put("forward", step.forward());
      case RunEvent.Batch batch ->
          name(node, "batch")
              .put("unit", batch.unit())
              .put("pass", batch.pass())
              .put("percent", batch.percent())
              .put("rows", batch.rows())
              .put("rowsPerSecond", batch.rowsPerSecond())
              .put("slowed", batch.held());
      case RunEvent.Looking looking ->
          name(node, "looking").put("unit", looking.unit()).put("pass", looking.pass());
      case RunEvent.Blocked blocked ->
          name(node, "blocked")
              .put("unit", blocked.unit())
              .put("attempt", blocked.attempt())
              .put("blockers", blocked.blockers());
      case RunEvent.StepDone step ->
          name(node, "step-done")
              .put("unit", step.unit())
              .put("title", step.title())
              .put("forward", step.forward())
              .put("tookSeconds", step.took().toNanos() / 1e9)
              .put("rows", step.rows());
      case RunEvent.PhaseDone phase -> name(node, "phase-done").put("phase", phase.phase().word());
      case RunEvent.Waiting waiting ->
          name(node, "waiting").put("before", waiting.before().word()).put("what", waiting.what());
      case RunEvent.GateOpened gate ->
          name(node, "gate-opened").put("before", gate.before().word()).put("how", gate.how());
      case RunEvent.HookRan hook ->
          name(node, "hook-ran")
              .put("when", hook.when())
              .put("hook", hook.name())
              .put("succeeded", hook.succeeded())
              .put("detail", hook.detail());
      case RunEvent.TurnedBack turn ->
          name(node, "turned-back").put("target", turn.target()).put("why", turn.why());
      case RunEvent.OldShapeServes serves ->
          name(node, "old-shape-serves").put("sinceSeconds", serves.since().toNanos() / 1e9);
      case RunEvent.ConnectionLost lost ->
          name(node, "connection-lost").put("message", lost.message());
      case RunEvent.Judged judged ->
          name(node, "judged")
              .put("trigger", judged.trigger())
              .put("shadow", judged.shadow())
              .put("verdict", judged.verdict())
              .put("detail", judged.detail());
      case RunEvent.Alerts alerts ->
          name(node, "alerts")
              .put("unacknowledged", alerts.unacknowledged())
              .put("what", alerts.what());
      case RunEvent.Checking check ->
          name(node, "checking").put("number", check.number()).put("title", check.title());
      case RunEvent.Checked check ->
          name(node, "checked").set("finding", ValidationJson.tree(check.finding()));
      case RunEvent.Exported exported -> name(node, "exported").put("file", exported.file());
      case RunEvent.Note note -> name(node, "note").put("text", note.text());
    }
    return CanonicalJson.writeLine(node);
  }

  @CanIgnoreReturnValue
  private static ObjectNode name(ObjectNode node, String name) {
    return node.put("event", name);
  }
}
