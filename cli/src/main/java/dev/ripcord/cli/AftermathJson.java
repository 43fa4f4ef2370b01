package dev.ripcord.cli;

import dev.ripcord.aftermath.State;
import dev.ripcord.aftermath.Task;
import dev.ripcord.aftermath.TaskList;
import dev.ripcord.plan.CanonicalJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What follows a rollback, for programs. */
final class AftermathJson {
  private AftermathJson() {}

  static String write(TaskList list) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("run", list.run());
    root.put("rolledBackAt", list.rolledBackAt().toString());
    root.put("why", list.why());
    root.put("journal", list.journal());
    root.put("open", list.open());
    ArrayNode tasks = root.putArray("procedures");
    for (Task task : list.tasks()) {
      ObjectNode node = tasks.addObject();
      node.put("number", task.number());
      node.put("procedure", task.text());
      state(node, task.state());
      node.put("overdue", task.overdue());
      task.facts().forEach(node.putArray("facts")::add);
    }
    return CanonicalJson.write(root);
  }

  private static void state(ObjectNode node, State state) {
    switch (state) {
      case State.Done it ->
          node.put("state", "done")
              .put("by", it.by())
              .put("at", it.at().toString())
              .put("evidence", it.evidence());
      case State.UnderWay it ->
          node.put("state", "under-way")
              .put("missing", it.missing())
              .put("due", it.due().toString());
      case State.Assigned it ->
          node.put("state", "assigned")
              .put("to", it.to())
              .put("who", it.who())
              .put("due", it.due().toString());
      case State.Unassigned it ->
          node.put("state", "unassigned").put("why", it.why()).put("due", it.due().toString());
    }
  }
}
