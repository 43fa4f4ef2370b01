package dev.ripcord.plan;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A plan as JSON, for programs. */
public final class PlanJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PlanJson() {}

  /** Everything that would be executed, and what is known of it. */
  public static String write(Plan plan) {
    ObjectNode root = NODES.objectNode();
    root.put("format", "ripcord-plan/1");
    root.put("migration", plan.migration().name());
    root.put("planHash", plan.hash());
    root.put("serverVersion", plan.before().serverVersion());
    texts(root.putArray("notReady"), plan.migration().readiness());
    ArrayNode phases = root.putArray("phases");
    for (Plan.PhasePlan phase : plan.phases()) {
      ObjectNode node = phases.addObject();
      node.put("phase", phase.phase().word());
      ArrayNode steps = node.putArray("steps");
      phase.steps().forEach(step -> step(steps.addObject(), step));
    }
    return CanonicalJson.write(root);
  }

  static void step(ObjectNode node, Step step) {
    node.put("id", step.id());
    node.put("hash", step.hash());
    node.put("title", step.title());
    node.put("origin", step.origin());
    node.put("risk", step.risk().name());
    ObjectNode reversibility = node.putObject("reversibility");
    reversibility.put("level", step.reversibility().level().word());
    reversibility.put("what", step.reversibility().what());
    action(node.putObject("forward"), step.forward());
    ArrayNode back = node.putArray("back");
    step.back().forEach(action -> action(back.addObject(), action));
    locks(node.putArray("locks"), step.locks());
    locks(node.putArray("backLocks"), step.backLocks());
    ArrayNode hazards = node.putArray("hazards");
    for (Hazard hazard : step.hazards()) {
      hazards.addObject().put("code", hazard.code()).put("message", hazard.message());
    }
    criteria(node.putArray("success"), step.success());
    criteria(node.putArray("backSuccess"), step.backSuccess());
    ArrayNode looks = node.putArray("looks");
    step.looks().forEach(look -> look(looks.addObject(), look));
    ArrayNode restored = node.putArray("restored");
    for (Restored each : step.restored()) {
      restored
          .addObject()
          .put("unit", each.unit())
          .put("table", each.table().quoted())
          .put("column", each.column().quoted())
          .put("value", each.value());
    }
  }

  private static void look(ObjectNode node, Look look) {
    node.put("unit", look.unit());
    node.put("title", look.title());
    node.put("table", look.table().quoted());
    node.put("condition", look.condition());
    node.put("example", look.example());
    fate(node.putObject("fate"), look.fate());
  }

  private static void fate(ObjectNode node, Fate fate) {
    switch (fate) {
      case Fate.Kept it -> node.put("type", "kept").put("store", it.store().quoted());
      case Fate.MadeFit it -> {
        node.put("type", "made-fit").put("by", it.by());
        it.store().ifPresent(store -> node.put("store", store.quoted()));
      }
      case Fate.StaysNewer it -> node.put("type", "stays-newer").put("store", it.store().quoted());
      case Fate.Removed it -> node.put("type", "removed").put("by", it.by());
      case Fate.Refused it -> node.put("type", "refused").put("by", it.by());
    }
  }

  private static void action(ObjectNode node, Action action) {
    node.put("title", action.title());
    switch (action) {
      case Action.Transaction transaction -> {
        node.put("type", "transaction");
        texts(node.putArray("statements"), transaction.statements());
      }
      case Action.ConcurrentIndex index -> {
        node.put("type", "concurrent-index");
        node.put("index", index.index().quoted());
        node.put("creates", index.creates());
        node.put("statement", index.statement());
      }
      case Action.Walk walk -> {
        node.put("type", "walk");
        node.put("table", walk.table().quoted());
        node.put("statement", walk.statement());
        walk.left().ifPresent(left -> node.put("left", left));
        criteria(node.putArray("criteria"), walk.criteria());
      }
      case Action.Verify verify -> {
        node.put("type", "verify");
        criteria(node.putArray("criteria"), verify.criteria());
      }
      case Action.Manual manual -> {
        node.put("type", "manual");
        node.put("instruction", manual.instruction());
      }
    }
  }

  private static void criteria(ArrayNode nodes, List<Criterion> criteria) {
    for (Criterion criterion : criteria) {
      nodes
          .addObject()
          .put("title", criterion.title())
          .put("query", criterion.query())
          .put("expected", criterion.expected());
    }
  }

  private static void locks(ArrayNode nodes, List<TableLock> locks) {
    for (TableLock lock : locks) {
      nodes.addObject().put("table", lock.table().quoted()).put("mode", lock.mode().words());
    }
  }

  private static void texts(ArrayNode nodes, List<String> texts) {
    texts.forEach(nodes::add);
  }
}
