package dev.ripcord.cli;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.rehearse.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Progress as JSON lines: every event, with the seconds since the start. */
final class JsonProgress implements Progress {
  private final Terminal terminal;
  private final Supplier<Duration> elapsed;

  /**
   * @param elapsed since the start
   */
  JsonProgress(Terminal terminal, Supplier<Duration> elapsed) {
    this.terminal = terminal;
    this.elapsed = elapsed;
  }

  @Override
  public synchronized void event(Event event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seconds", elapsed.get().toMillis() / 1000.0);
    switch (event) {
      case Started started ->
          name(node, "started").put("what", started.what()).put("steps", started.steps());
      case RowsGenerated rows ->
          name(node, "rows-generated")
              .put("table", rows.table())
              .put("done", rows.done())
              .put("total", rows.total());
      case StepStarted step ->
          name(node, "step-started")
              .put("phase", step.rehearsed().word())
              .put("direction", ProgressText.way(step.direction()))
              .put("step", step.stepId())
              .put("title", step.title())
              .put("number", step.number())
              .put("of", step.of());
      case StepDone step ->
          name(node, "step-done")
              .put("phase", step.rehearsed().word())
              .put("direction", ProgressText.way(step.direction()))
              .put("step", step.stepId())
              .put("tookSeconds", step.took().toNanos() / 1e9);
      case Killed killed ->
          name(node, "killed")
              .put("direction", ProgressText.way(killed.direction()))
              .put("step", killed.stepId());
      case WritesAcknowledged writes ->
          name(node, "writes-acknowledged")
              .put("acknowledged", writes.acknowledged())
              .put("refused", writes.refused());
      case Comparing comparing ->
          name(node, "comparing").put("phase", comparing.rehearsed().word());
      case PhaseJudged judged ->
          name(node, "phase-judged")
              .put("phase", judged.verdict().phase().word())
              .put(
                  "verdict",
                  ProgressText.verdict(judged.verdict().verdict()).toLowerCase(Locale.ROOT));
    }
    terminal.say(CanonicalJson.writeLine(node));
  }

  @CanIgnoreReturnValue
  private static ObjectNode name(ObjectNode node, String name) {
    return node.put("event", name);
  }
}
