package dev.ripcord.cli;

import dev.ripcord.escalate.Alert;
import dev.ripcord.metric.Baseline;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.run.Request;
import dev.ripcord.run.RunStatus;
import dev.ripcord.run.State;
import dev.ripcord.wayback.Archives;
import dev.ripcord.wayback.Feasibility;
import dev.ripcord.wayback.Finding;
import dev.ripcord.wayback.Verdict;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The status of a run for programs. */
final class StatusJson {
  private StatusJson() {}

  static String write(RunStatus status) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("run", status.run().id());
    root.put("migration", status.run().file());
    root.put("begunBy", status.run().who());
    root.put("direction", status.position().direction().name().toLowerCase(Locale.ROOT));
    status
        .position()
        .rollback()
        .ifPresent(it -> root.putObject("rollback").put("to", it.to()).put("why", it.why()));
    ArrayNode phases = root.putArray("phases");
    for (RunStatus.PhaseStatus phase : status.position().phases()) {
      phases
          .addObject()
          .put("phase", phase.phase().word())
          .put("done", phase.done())
          .put("steps", phase.steps());
    }
    status
        .holder()
        .ifPresent(
            it ->
                root.putObject("holder")
                    .put("pid", it.pid())
                    .put("user", it.user())
                    .put("address", it.address())
                    .put("since", it.since()));
    status.controller().ifPresent(it -> controller(root.putObject("controller"), it));
    ArrayNode requests = root.putArray("requests");
    for (Request request : status.requests()) {
      requests
          .addObject()
          .put("kind", request.kind().name().toLowerCase(Locale.ROOT))
          .put("target", request.target())
          .put("who", request.who().name())
          .put("reason", request.who().reason())
          .put("at", request.at());
    }
    LastRungText.write(root, status.lastRung());
    watched(root, status);
    outlook(root, status.outlook());
    return CanonicalJson.write(root);
  }

  private static void watched(ObjectNode root, RunStatus status) {
    ArrayNode triggers = root.putArray("triggers");
    status
        .controller()
        .ifPresent(
            heard ->
                heard
                    .state()
                    .sights()
                    .forEach(
                        sight ->
                            triggers
                                .addObject()
                                .put("trigger", sight.trigger())
                                .put("shadow", sight.shadow())
                                .put("verdict", sight.verdict())
                                .put("detail", sight.detail())));
    ArrayNode alerts = root.putArray("alerts");
    for (Alert alert : status.watched().alerts()) {
      ObjectNode node = alerts.addObject();
      node.put("id", alert.id())
          .put("level", alert.level().name())
          .put("cause", alert.cause().kind().words())
          .put("name", alert.cause().name())
          .put("seen", alert.cause().seen())
          .put("raisedAt", alert.clock().raisedAt().toString());
      alert.acknowledged().ifPresent(by -> node.put("acknowledgedBy", by.by()));
    }
    ArrayNode baselines = root.putArray("baselines");
    for (Baseline baseline : status.watched().baselines()) {
      baselines
          .addObject()
          .put("metric", baseline.metric())
          .put("value", baseline.value())
          .put("measured", baseline.measured())
          .put("samples", baseline.samples());
    }
  }

  private static void outlook(ObjectNode root, RunStatus.Outlook outlook) {
    Feasibility rollback = outlook.rollback();
    ObjectNode now = root.putObject("rollbackNow");
    now.put(
        "verdict",
        switch (rollback.verdict()) {
          case Verdict.Yes yes -> "yes";
          case Verdict.YesBut but -> "yes-but";
          case Verdict.No no -> "no";
          case Verdict.Unknown unknown -> "unknown";
        });
    now.put("steps", outlook.steps());
    now.put("time", rollback.estimate().basis().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    rollback.estimate().total().ifPresent(time -> now.put("seconds", time.toNanos() / 1e9));
    ArrayNode obstacles = now.putArray("obstacles");
    rollback
        .obstacles()
        .forEach(
            each ->
                obstacles
                    .addObject()
                    .put("kind", each.kind().name().toLowerCase(Locale.ROOT))
                    .put("what", each.what()));
    ArrayNode findings = now.putArray("rowsThatDoNotFit");
    for (Finding finding : rollback.findings()) {
      if (!finding.rows().none()) {
        ObjectNode node = findings.addObject();
        node.put("step", finding.stepId());
        node.put("what", finding.look().title());
        node.put("rows", finding.rows().words());
        node.put("becomes", finding.look().fate().words());
        finding.examples().forEach(node.putArray("examples")::add);
      }
    }
    ArrayNode archives = root.putArray("archives");
    for (Archives.Archive archive : outlook.archives().tables()) {
      archives
          .addObject()
          .put("table", archive.name().quoted())
          .put("kind", archive.kind().name().toLowerCase(Locale.ROOT))
          .put("rows", archive.rows().words())
          .put("bytes", archive.bytes());
    }
    outlook.expires().ifPresent(at -> root.put("archivesMayGoAfter", at.toString()));
  }

  private static void controller(ObjectNode node, RunStatus.Heard heard) {
    State state = heard.state();
    node.put("who", heard.who());
    node.put("since", heard.since());
    node.put("silentSeconds", heard.silent().toMillis() / 1000.0);
    node.put("unit", state.unit());
    node.put("what", state.what());
    if (state.walk().some()) {
      node.putObject("walk")
          .put("percent", state.walk().percent())
          .put("rows", state.walk().rows())
          .put("rowsPerSecond", state.walk().rowsPerSecond())
          .put("secondsLeft", state.walk().secondsLeft())
          .put("slowed", state.walk().held());
    }
  }
}
